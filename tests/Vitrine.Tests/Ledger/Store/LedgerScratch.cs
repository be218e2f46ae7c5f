using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Store;
using Vitrine.Ledger.Tree;

namespace Vitrine.Tests.Ledger.Store;

/// <summary>A ledger of a test's own.</summary>
internal sealed class LedgerScratch : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ScratchDirectory _scratch = new();

    public LedgerScratch() => Paths = new LedgerPaths(_scratch["ledger"], _scratch["keys"]);

    public LedgerPaths Paths { get; }

    public string this[string name] => _scratch[name];

    public string Root => _scratch.Root;

    public static byte[] Entry(long number) => Encoding.UTF8.GetBytes($"{{\"entry\":{number}}}");

    public LedgerAppender Appender() => new(Paths, "vitrine/test");

    public void Append(long count, int perTurn = int.MaxValue)
    {
        using LedgerAppender ledger = Appender();
        for (long done = 0; done < count;)
        {
            using LedgerTurn turn = ledger.TryBegin(Patience)!;
            for (int inTurn = 0; done < count && inTurn < perTurn; inTurn++, done++)
                turn.Add(Entry(turn.Size));
            turn.Publish();
        }
    }

    /// <summary>Reads the checkpoint, recomputes all, and gives the entries.</summary>
    public List<string> Check()
    {
        Checkpoint checkpoint = Checkpoint();
        var entries = new List<string>();
        var tree = new TreeBuilder((tile, hashes) => CheckTile(tile, hashes));
        long end = new LedgerEntries(Paths.Directory).Visit(0, checkpoint.Size, (index, entry) =>
        {
            entries.Add(Encoding.UTF8.GetString(entry));
            tree.Append(Rfc6962.Leaf(entry));
            return true;
        });
        tree.VisitPartialTiles((tile, hashes) => CheckTile(tile, hashes));
        Xunit.Assert.Equal(checkpoint.Size, end);
        Xunit.Assert.Equal(checkpoint.Root, tree.Root);
        return entries;
    }

    public Checkpoint Checkpoint()
    {
        Xunit.Assert.True(SignedNote.TryParse(File.ReadAllBytes(Paths.Checkpoint), out SignedNote? note));
        Xunit.Assert.True(LedgerKeys.LoadVerifier(Paths)!.Verifies(note!));
        Xunit.Assert.True(Vitrine.Ledger.Notes.Checkpoint.TryParse(note!.Text, out Checkpoint? checkpoint));
        return checkpoint!;
    }

    public void Dispose() => _scratch.Dispose();

    private void CheckTile(TileId tile, ReadOnlySpan<byte> hashes)
    {
        byte[] found = new byte[tile.Width * TreeHash.Length];
        Xunit.Assert.True(new LedgerTiles(Paths.Directory).TryReadTile(tile.Level, tile.Index, tile.Width, found), tile.ToString());
        Xunit.Assert.True(hashes.SequenceEqual(found), tile.ToString());
    }
}
