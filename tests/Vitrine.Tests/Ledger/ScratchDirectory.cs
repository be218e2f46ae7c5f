namespace Vitrine.Tests.Ledger;

/// <summary>A directory of a test's own, made when first asked for (a child that is killed makes none), gone afterwards.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    private readonly Lazy<string> _root = new(() => Directory.CreateTempSubdirectory("vitrine-ledger-").FullName);

    public string Root => _root.Value;

    public string this[string name] => Path.Combine(Root, name);

    public void Dispose()
    {
        if (_root.IsValueCreated)
            Directory.Delete(Root, recursive: true);
    }
}
