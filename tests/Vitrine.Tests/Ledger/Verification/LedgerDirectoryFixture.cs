using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Tree;
using Vitrine.Ledger.Verification;
using Xunit;

namespace Vitrine.Tests.Ledger.Verification;

/// <summary>Writes C2SP log directories from lists of leaves, in one go and without the code that does so in the product; and verifies them.</summary>
internal sealed class LedgerDirectoryFixture : IDisposable
{
    public const string Origin = "vitrine/host.example/ann/0badcafe";
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 30, 0, TimeSpan.Zero);

    private readonly ScratchDirectory _scratch = new();

    public NoteSigner Signer { get; } = NoteSigner.Generate(Origin);

    public string Root => _scratch["ledger"];

    public string this[string file] => Path.Combine(Root, file);

    public void Dispose()
    {
        Signer.Dispose();
        _scratch.Dispose();
    }

    /// <summary>A leaf as a session's entry has.</summary>
    public static byte[] Leaf(string session, long sequence, string type = "file-opened") => Encoding.UTF8.GetBytes(
        $$"""{"decision":"record","sealed":"{{Digest($"{session}{sequence}")}}","sequence":{{sequence}},"session":"{{session}}","time":"{{Time(sequence)}}","type":"{{type}}","v":2}""");

    public static byte[] Keeper(string type, string data) => Encoding.UTF8.GetBytes($$"""{"data":{{data}},"time":"{{Time(0)}}","type":"{{type}}","v":2}""");

    /// <summary>Leaves of three sessions, in turns.</summary>
    public static byte[][] Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Leaf($"20261121-08300{i % 3}-abc{i % 3}xy", i / 3))];

    public static string Time(long second) => Start.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    public static string Digest(string of) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)));

    /// <summary>Writes tiles, bundles and checkpoint; what was there is gone.</summary>
    public Checkpoint Write(IReadOnlyList<byte[]> leaves, NoteSigner? signer = null)
    {
        if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
        Directory.CreateDirectory(Root);
        var tree = new TreeBuilder(WriteTile);
        foreach (byte[] leaf in leaves)
            tree.Append(Rfc6962.Leaf(leaf));
        tree.VisitPartialTiles(WriteTile);
        for (int at = 0; at < leaves.Count; at += 256)
        {
            byte[][] bundle = [.. leaves.Skip(at).Take(256)];
            WriteFile(TilePath.Entries(at / 256, bundle.Length), Bundle(bundle));
        }

        var checkpoint = new Checkpoint(Origin, tree.Size, tree.Root);
        Sign(checkpoint, signer ?? Signer);
        return checkpoint;
    }

    public SignedNote Sign(Checkpoint checkpoint, NoteSigner signer)
    {
        SignedNote note = SignedNote.Create(checkpoint.ToText(), signer.Sign(checkpoint.ToText()));
        WriteFile("checkpoint", note.ToBytes());
        return note;
    }

    /// <summary>Adds a witness's cosignature to the checkpoint.</summary>
    public void Cosign(NoteSigner witness, DateTimeOffset time)
    {
        Assert.True(SignedNote.TryParse(File.ReadAllBytes(this["checkpoint"]), out SignedNote? note));
        WriteFile("checkpoint", note.With(witness.Cosign(note.Text, time)).ToBytes());
    }

    public static byte[] Bundle(params IEnumerable<byte[]> entries)
    {
        using var bytes = new MemoryStream();
        Span<byte> length = stackalloc byte[2];
        foreach (byte[] entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)entry.Length);
            bytes.Write(length);
            bytes.Write(entry);
        }

        return bytes.ToArray();
    }

    public LedgerVerification Verify(params NoteSigner[] witnesses) =>
        Verify(new LedgerVerifierOptions { Key = Signer.Verifier, Witnesses = [.. witnesses.Select(one => one.Verifier)] });

    public LedgerVerification Verify(LedgerVerifierOptions options) => LedgerVerifier.Verify(Root, options);

    public void WriteFile(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllBytes(this[path], bytes);
    }

    public string[] Files() =>
        [.. Directory.GetFiles(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(Root, file))];

    private void WriteTile(TileId tile, ReadOnlySpan<byte> hashes) => WriteFile(tile.ToString(), hashes.ToArray());
}
