namespace Vitrine.Tests.Ledger;

/// <summary>A directory of a test's own, gone afterwards.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("vitrine-ledger-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
