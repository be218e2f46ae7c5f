using System.Globalization;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Witnessing;

namespace Vitrine.Tests.Ledger.Witnessing;

/// <summary>A log in memory that signs any version of itself: honest, rolled back, forked or rewritten.</summary>
internal sealed class TestLog : TileSource, IDisposable
{
    private readonly List<TreeHash> _leaves = [];
    private readonly List<TreeHash> _roots = [TreeHash.Empty];
    private readonly TreeBuilder _builder;
    private readonly Dictionary<(int, long), byte[]> _tiles = [];

    public TestLog(string origin, NoteSigner? signer = null)
    {
        Signer = signer ?? NoteSigner.Generate(origin);
        _builder = new TreeBuilder((tile, hashes) => _tiles[(tile.Level, tile.Index)] = hashes.ToArray());
    }

    public NoteSigner Signer { get; }

    public string Key => Signer.Verifier.ToString();

    public string Origin => Signer.Name;

    public long Size => _leaves.Count;

    /// <summary>Appends entries with texts that depend on their places and on the name alone.</summary>
    public TestLog Grow(int entries, string name = "entry")
    {
        for (int i = 0; i < entries; i++)
            Append(name);
        return this;
    }

    private void Append(string name)
    {
        lock (this)
        {
            TreeHash leaf = Rfc6962.Leaf(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{name} {_leaves.Count}")));
            _leaves.Add(leaf);
            _builder.Append(leaf);
            _roots.Add(_builder.Root);
        }
    }

    /// <summary>The same key over the same first entries, and then others.</summary>
    public TestLog Fork(int at, int more, string name = "other")
    {
        var fork = new TestLog(Origin, Signer);
        fork.Grow(at);
        return fork.Grow(more, name);
    }

    public SignedNote Checkpoint(long? size = null)
    {
        string text = new Checkpoint(Origin, size ?? Size, _roots[(int)(size ?? Size)]).ToText();
        return SignedNote.Create(text, Signer.Sign(text));
    }

    public byte[] Request(long old, long? size = null) =>
        new AddCheckpointRequest(old, TreeProofs.Consistency(this, old, size ?? Size), Checkpoint(size).ToBytes()).ToBytes();

    public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
    {
        bool isThere = _tiles.TryGetValue((level, index), out byte[]? tile);
        _builder.VisitPartialTiles((id, bytes) =>
        {
            if (id.Level == level && id.Index == index)
                (isThere, tile) = (true, bytes.ToArray());
        });
        if (!isThere || tile!.Length < width * TreeHash.Length)
            return false;
        tile.AsSpan(0, width * TreeHash.Length).CopyTo(hashes);
        return true;
    }

    public void Dispose() => Signer.Dispose();
}
