using System.Globalization;
using System.Text;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;

namespace Vitrine.Tests.Audit.Auditing;

/// <summary>
/// A target without processes: a capture made from the conditions. It says lawful things (host name, date), has noise (an id, one of three arms, a pause), and
/// whatever a test plants.
/// </summary>
internal sealed class SimulatedTarget
{
    public required Func<MachineChanges, Random, IEnumerable<CapturedField>> Planted { get; init; }

    /// <summary>Seconds added between the two requests.</summary>
    public Func<MachineChanges, Random, double> Delay { get; init; } = (_, _) => 0;

    /// <summary>Called before each session.</summary>
    public Func<Cell, CancellationToken, Task>? Before { get; init; }

    public int Ran => _ran;

    private int _ran;

    public async Task<Capture> RunAsync(Cell cell, CancellationToken stop)
    {
        if (Before is not null)
            await Before(cell, stop);
        Interlocked.Increment(ref _ran);
        // Noise differs from session to session, but a session that is run again after an interruption sees the same.
        var random = new Random(Hash(cell.Name));
        MachineChanges machine = cell.Changes;
        double pause = 0.1 + 0.2 * random.NextDouble() + Delay(machine, random);
        CapturedField[] fields =
        [
            new("id", random.NextInt64().ToString("x16", CultureInfo.InvariantCulture)),
            new("arm", random.Next(3).ToString(CultureInfo.InvariantCulture)),
            new("host-in-clear", machine.HostName ?? "dev-pc"),
            new("constant", "1"),
            .. Planted(machine, random),
        ];
        return new Capture
        {
            Session = cell.Name,
            Variation = "",
            Repetition = 0,
            ExitStatus = 0,
            Seconds = 1,
            Exchanges =
            [
                new CapturedExchange { Connection = 0, At = 0, Method = "POST", Host = "e", Target = "/v1/messages", Version = "HTTP/1.1", Fields = fields,
                    Body = Encoding.UTF8.GetBytes("hello") },
                new CapturedExchange { Connection = 0, At = pause, Method = "POST", Host = "e", Target = "/v1/messages", Version = "HTTP/1.1" },
            ],
        };
    }

    internal static int Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
            hash = (hash ^ c) * 16777619;
        return (int)(hash & int.MaxValue);
    }
}
