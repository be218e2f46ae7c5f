using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.Identity;
using Vitrine.Core.Inspect.Meaning;

namespace Vitrine.Benchmarks;

/// <summary>
/// Throughput of what reads meaning, identity and hidden text, on one thread: the best of many rounds, since other work on the machine only ever slows one
/// down.
/// </summary>
internal static class MeaningSpeed
{
    private const int Rounds = 400;

    public static int Run()
    {
        string line =
            "        if (value is not null && text.StartsWith(\"prefix\", StringComparison.Ordinal))\n            return new Thing(value, number + 1);\n\n";
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 8000)));
        var messages = Enumerable.Range(0, 100).Select(turn => new
        {
            role = turn % 2 == 0 ? "user" : "assistant",
            content = string.Concat(Enumerable.Repeat(line, 75))
        });
        byte[] body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { model = "m", messages }));
        var identity = new IdentityFinder(new IdentityDetector(
        [
            new(IdentityKind.HomePath, "/home/erika"), new(IdentityKind.HomePath, "/home/erika/code/sample"), new(IdentityKind.UserName, "erika"),
                new(IdentityKind.HostName, "thinkmoose"),
            new(IdentityKind.Email, "erika@example.org"), new(IdentityKind.FullName, "Erika Mustermann"), new(IdentityKind.MacAddress, "52:54:00:ab:cd:ef"),
            new(IdentityKind.TimeZone, "Europe/Berlin"),
            new(IdentityKind.MachineId, "0123456789abcdef0123456789abcdee"), new(IdentityKind.GitRemote, "git@example.org:sample/sample.git"),
        ]));
        var hidden = new HiddenTextFinder(null);
        var facts = new BodyFacts("api.example", "POST", "/v1/chat/completions", "application/json");
        List<Hit> hits = [];
        Measure("identity, nothing found", text.Length, () => identity.Find(text, hits));
        Measure("hidden text, ASCII", text.Length, () => hidden.Find(text, hits));
        Measure("meaning, a conversation", body.Length, () => BodyReader.Read(facts, body));
        return 0;
    }

    private static void Measure(string name, long bytes, Action run)
    {
        long best = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            best = Math.Min(best, Stopwatch.GetTimestamp() - start);
        }

        Console.WriteLine($"{name}: {bytes / (best / (double)Stopwatch.Frequency) / 1e9:0.00} GB/s");
    }
}
