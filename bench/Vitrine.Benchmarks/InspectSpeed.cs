using System.Security.Cryptography;
using System.Text.Json;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.Identity;
using Vitrine.Core.Inspect.Provenance;
using Vitrine.Core.Inspect.Recall;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Core.Model;

namespace Vitrine.Benchmarks;

/// <summary>
/// The inspector on prompt bodies, on one core: each detector on the decoded text, decoding alone, all together cold; then a conversation that grows by 2 KB
/// with each turn. Prints JSON: speeds are bytes of the body by the thread's processor time, in GB/s, the best and the median of the rounds; times are in
/// microseconds.
/// </summary>
internal static class InspectSpeed
{
    // Rounds before the first that counts: until the run-time has compiled for speed.
    private const int Rounds = 15, Warming = 40, Turns = 24, Added = 2048;

    /// <summary>Runs.</summary>
    /// <param name="args">The workspace's folder, then files with bodies.</param>
    public static int Run(string[] args)
    {
        if (args.Length < 1)
        {
            Console.Error.WriteLine("usage: inspect WORKSPACE [BODY...]");
            return 2;
        }

        string[] files = [.. Directory.EnumerateFiles(args[0], "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        var index = new ProvenanceIndex(new ProvenanceKey(RandomNumberGenerator.GetBytes(ProvenanceKey.Length)));
        foreach (string file in files)
            index.Add(new UnixPath(file), File.ReadAllBytes(file));
        (string Name, IDetector Detector)[] detectors =
        [
            ("secrets", new SecretDetector(new SecretScanner(SecretRules.BuiltIn, Own()), RandomNumberGenerator.GetBytes(32))),
            ("source", new SourceDetector(index)),
            ("identity", new IdentityFinder(new IdentityDetector(Person))),
            ("hidden text", new HiddenTextFinder(index)),
        ];
        IDetector[] all = [.. detectors.Select(each => each.Detector)];
        using var output = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true });
        output.WriteStartObject();
        output.WriteStartArray("bodies");
        foreach (string path in args[1..])
            Body(output, path, detectors, all);
        output.WriteEndArray();
        output.WriteStartArray("conversations");
        foreach (int size in (ReadOnlySpan<int>)[100_000, 400_000, 1_600_000])
            Conversation(output, size, files, all);
        output.WriteEndArray();
        output.WriteEndObject();
        return 0;
    }

    private static IdentityValue[] Person =>
    [
        new(IdentityKind.UserName, "marlowe"), new(IdentityKind.FullName, "Philippa Marlowe"), new(IdentityKind.HostName, "cahuenga-12"),
        new(IdentityKind.Email, "philippa@marlowe.example"), new(IdentityKind.HomePath, "/home/marlowe"),
    ];

    private static OwnSecrets Own() => new(
        RandomNumberGenerator.GetBytes(32),
        Enumerable.Range(0, 40).Select(i => ($"OWN_{i}",
            new ReadOnlyMemory<byte>(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexString(RandomNumberGenerator.GetBytes(8 + i)))))));

    private static void Body(Utf8JsonWriter output, string path, (string Name, IDetector Detector)[] detectors, IDetector[] all)
    {
        byte[] body = File.ReadAllBytes(path);
        using DecodedBody decoded = BodyDecoder.Decode(body);
        output.WriteStartObject();
        output.WriteString("body", Path.GetFileName(path));
        output.WriteNumber("bytes", body.Length);
        output.WriteNumber("text", decoded.Text.Length);
        output.WriteNumber("pieces", decoded.PieceCount);
        Speed(output, "decode", body.Length, () => BodyDecoder.Decode(body).Dispose());
        var hits = new List<Hit>();
        foreach ((string name, IDetector detector) in detectors)
        {
            Speed(output, name, body.Length, () =>
            {
                hits.Clear();
                detector.Find(decoded.Text, hits);
            });
        }

        var inspector = new BodyInspector(all);
        Speed(output, "all, cold", body.Length, () => inspector.Inspect(body));
        var remembering = new BodyInspector(all, new PieceMemory());
        Speed(output, "all, sent again", body.Length, () => remembering.Inspect(body));
        output.WriteEndObject();
    }

    // Rounds of at least 20 ms, so that the clock and what else the machine does weigh little.
    private static void Speed(Utf8JsonWriter output, string name, int bytes, Action work)
    {
        var speeds = new double[Rounds];
        for (int round = -Warming; round < Rounds; round++)
        {
            long start = ThreadTime.Now, time;
            int count = 0;
            do
            {
                work();
                count++;
            }
            while ((time = ThreadTime.Now - start) < 20_000_000);
            if (round >= 0)
                speeds[round] = (double)bytes * count / time;
        }

        Array.Sort(speeds);
        output.WriteStartObject(name);
        output.WriteNumber("best", Math.Round(speeds[^1], 3));
        output.WriteNumber("median", Math.Round(speeds[Rounds / 2], 3));
        output.WriteEndObject();
    }

    private static void Conversation(Utf8JsonWriter output, int size, string[] files, IDetector[] all)
    {
        string code = string.Concat(files.Select(File.ReadAllText));
        code = string.Concat(Enumerable.Repeat(code, ((size + (Turns * Added)) / code.Length) + 1));
        List<byte[]> bodies = [.. Enumerable.Range(0, Turns).Select(turn => Chat(code, size + (turn * Added)))];
        var cold = new List<double>();
        var known = new List<double>();
        long allocated = 0;
        for (int round = 0; round < 8; round++)
        {
            var forgetting = new BodyInspector(all);
            var inspector = new BodyInspector(all, new PieceMemory());
            _ = inspector.Inspect(bodies[0]);
            for (int turn = 1; turn < Turns; turn++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread(), start = ThreadTime.Now;
                _ = inspector.Inspect(bodies[turn]);
                known.Add((ThreadTime.Now - start) / 1e3);
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                if (turn % 4 != 1)
                    continue;
                start = ThreadTime.Now;
                _ = forgetting.Inspect(bodies[turn]);
                cold.Add((ThreadTime.Now - start) / 1e3);
            }
        }

        // The first half was compiled while it ran.
        known.RemoveRange(0, known.Count / 2);
        cold.RemoveRange(0, cold.Count / 2);
        known.Sort();
        cold.Sort();
        output.WriteStartObject();
        output.WriteNumber("history", size);
        output.WriteNumber("added", Added);
        output.WriteNumber("cold, us", Math.Round(cold[cold.Count / 2]));
        output.WriteNumber("remembered, us", Math.Round(known[known.Count / 2], 1));
        output.WriteNumber("remembered, best, us", Math.Round(known[0], 1));
        output.WriteNumber("allocated, bytes", allocated);
        output.WriteEndObject();
    }

    // The order of Codex: instructions, messages, and tools behind them.
    private static byte[] Chat(string code, int size)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("model", "m");
            writer.WriteString("instructions", code.AsSpan(0, 12_000));
            writer.WriteStartArray("input");
            for (int at = 0; at < size; at += Added)
            {
                writer.WriteStartObject();
                writer.WriteString("type", "function_call_output");
                writer.WriteString("output", code.AsSpan(at, Math.Min(Added, size - at)));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("tools");
            for (int tool = 0; tool < 12; tool++)
            {
                writer.WriteStartObject();
                writer.WriteString("name", $"tool_{tool}");
                writer.WriteString("description", code.AsSpan(tool * 900, 900));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
