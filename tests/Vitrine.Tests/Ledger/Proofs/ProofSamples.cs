using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Tree;

namespace Vitrine.Tests.Ledger.Proofs;

/// <summary>A log in memory: leaves of two sessions and of the keeper, mixed by a seed.</summary>
internal sealed class ProofSamples
{
    public const string Session = "20261121-083000-abcdef";
    private static readonly NoteSigner Signer = NoteSigner.Generate("vitrine/host/user/00000000"),
        Witness = NoteSigner.Generate("witness.example", VerifierKey.CosignatureAlgorithm);
    private readonly List<byte[]> _leaves = [];
    private readonly Dictionary<long, Disclosure> _disclosures = [];
    private readonly MemoryTiles _tiles = new();

    public ProofSamples(int seed, int size)
    {
        var random = new Random(seed);
        var tree = new TreeBuilder(_tiles.Add);
        int ours = 0, others = 0, run = 0;
        for (int index = 0; index < size; index++)
        {
            run = run == 0 ? random.Next(1, 9) : run - 1;
            bool isOurs = run > 3 || index == size - 1;
            byte[] leaf = isOurs
                ? Own(index, ours++, index == size - 1, random)
                : Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"other\":{others++}}}"));
            _leaves.Add(leaf);
            tree.Append(Rfc6962.Leaf(leaf));
        }

        tree.VisitPartialTiles(_tiles.Add);
        Checkpoint = new Checkpoint(Signer.Name, size, tree.Root);
        string text = Checkpoint.ToText();
        Note = SignedNote.Create(text, Signer.Sign(text), Witness.Cosign(text, DateTimeOffset.UnixEpoch.AddYears(56)));
    }

    public static VerifierKey Key => Signer.Verifier;

    public static VerifierKey WitnessKey => Witness.Verifier;

    public static ProofTrust Trust => new() { Key = Key };

    public Checkpoint Checkpoint { get; }

    public SignedNote Note { get; set; }

    public TileSource Tiles => _tiles;

    public IReadOnlyList<byte[]> Leaves => _leaves;

    public IEnumerable<long> Indexes => _disclosures.Keys.Order();

    public SignedNote NoteAt(long size)
    {
        string text = new Checkpoint(Signer.Name, size, TreeProofs.Root(_tiles, size)).ToText();
        return SignedNote.Create(text, Signer.Sign(text));
    }

    public byte[] Bundle(Func<long, bool>? isShown = null, params long[] older)
    {
        using var stream = new MemoryStream();
        ProofOlder[] olds = [.. older.Select(size => new ProofOlder(NoteAt(size), TreeProofs.Consistency(_tiles, size, Checkpoint.Size)))];
        using (var writer = new ProofBundleWriter(stream,
            new ProofHead(Session, Key.ToString(), Note, olds, SubsetProof.Make(_tiles, Indexes, Checkpoint.Size))))
        {
            foreach (long index in Indexes)
                writer.Write(new ProofEntry(index, _leaves[(int)index], isShown is null || isShown(index) ? _disclosures[index] : null));
            writer.Complete();
        }

        return stream.ToArray();
    }

    public static ProofVerification Verify(byte[] bundle, ProofTrust? trust = null, Action<ProofEntry>? visit = null)
    {
        using var stream = new MemoryStream(bundle);
        return ProofBundle.Verify(stream, trust ?? Trust, visit);
    }

    private byte[] Own(long index, int sequence, bool isEnd, Random random)
    {
        byte[] entry = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{{\"index\":{sequence},\"text\":\"é\\n<{new string('x', random.Next(200))}>\"}}"));
        byte[] salt = new byte[32], box = new byte[32];
        random.NextBytes(salt);
        random.NextBytes(box);
        byte[] commitment = SHA256.HashData([.. "vitrine-disclosure/v1\n"u8, .. salt, .. entry]);
        string digest = Convert.ToHexStringLower(SHA256.HashData([.. commitment, .. box]));
        _disclosures.Add(index, new Disclosure(salt, entry, box));
        string type = isEnd ? "session-ended" : "program-run";
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
                $"{{\"sealed\":\"{digest}\",\"sequence\":{sequence},\"session\":\"{Session}\",\"time\":\"2026-11-21T08:30:00.123456Z\",\"type\":\"{type}\",\"v\":2}}"));
    }

    private sealed class MemoryTiles : TileSource
    {
        private readonly Dictionary<(int, long), byte[]> _tiles = [];

        public void Add(TileId tile, ReadOnlySpan<byte> hashes) => _tiles[(tile.Level, tile.Index)] = hashes.ToArray();

        public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
        {
            if (!_tiles.TryGetValue((level, index), out byte[]? tile) || tile.Length < width * TreeHash.Length)
                return false;
            tile.AsSpan(0, width * TreeHash.Length).CopyTo(hashes);
            return true;
        }
    }
}
