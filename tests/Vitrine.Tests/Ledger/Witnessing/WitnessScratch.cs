using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Ledger.Witnessing;

/// <summary>A witness in a directory of its own.</summary>
internal sealed class WitnessScratch : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public WitnessScratch(params TestLog[] logs)
    {
        Key = Witness.Create(Directory, "witness.example.com/w1");
        Open();
        Know(logs);
    }

    public string Directory => _scratch["witness"];

    public SteppedTime Time { get; } = new();

    public VerifierKey Key { get; }

    public Witness Witness { get; private set; } = null!;

    public string Checkpoints => Path.Combine(Directory, "checkpoints");

    public void Know(params TestLog[] logs)
    {
        Assert.True(KnownLogs.TryParse(string.Join('\n', logs.Select(log => log.Key)), [], out KnownLogs known, out string? problem), problem);
        Witness.Logs = known;
    }

    /// <summary>As after a restart.</summary>
    public void Open() => Witness = Witness.Open(Directory, Time) ?? throw new InvalidOperationException("It is locked.");

    public void Reopen(params TestLog[] logs)
    {
        Witness.Dispose();
        Open();
        Know(logs);
    }

    /// <summary>The cosigned checkpoint, if it was cosigned and the cosignature is good.</summary>
    public SignedNote? Cosigned(AddCheckpointAnswer answer, SignedNote checkpoint, out DateTimeOffset time)
    {
        time = default;
        if (answer.Outcome != AddCheckpointOutcome.Cosigned)
            return null;
        Assert.True(SignedNote.TryParse([.. checkpoint.ToBytes(), .. Encoding.UTF8.GetBytes(answer.Cosignature)], out SignedNote? note));
        Assert.True(Key.TryVerifyCosignature(note, out time));
        return note;
    }

    public void Dispose()
    {
        Witness.Dispose();
        _scratch.Dispose();
    }
}
