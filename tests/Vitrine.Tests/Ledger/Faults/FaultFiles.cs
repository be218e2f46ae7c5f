using Vitrine.Ledger.Store;

namespace Vitrine.Tests.Ledger.Faults;

/// <summary>Where the files of a disturbed session are.</summary>
internal sealed class FaultFiles(string directory)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Session => Path.Combine(directory, "session");

    public string Journal => Path.Combine(Session, "entries.log");

    public string Extents => Path.Combine(Session, "extents");

    public LedgerPaths Ledger => new(Path.Combine(directory, "ledger"), Path.Combine(directory, "keys"));
}
