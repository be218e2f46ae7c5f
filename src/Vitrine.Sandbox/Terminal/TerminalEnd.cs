namespace Vitrine.Sandbox.Terminal;

/// <summary>Why a relay ended.</summary>
public enum TerminalEnd
{
    /// <summary>The box closed its terminal: no process there holds it any more.</summary>
    Closed,

    /// <summary>It was stopped, and everything that the box had written was shown.</summary>
    Stopped,

    /// <summary>It was stopped, and the end of what the box wrote was not shown: the terminal took too long, or was not waited for.</summary>
    Cut,

    /// <summary>As <see cref="Closed"/> or <see cref="Stopped"/>, but the person's terminal was gone before; what came after is lost.</summary>
    TerminalLost,
}

/// <summary>What a relay did, for the report.</summary>
/// <param name="BytesFromBox">Bytes that the box wrote.</param>
/// <param name="BytesToBox">Bytes that were typed.</param>
/// <param name="Dropped">What was kept from the person's terminal, by kind; see <see cref="TerminalFilter.Dropped"/>.</param>
public sealed record TerminalReport(long BytesFromBox, long BytesToBox, IReadOnlyDictionary<string, long> Dropped);
