using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Model;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Proofs;
using Vitrine.Ledger.Tree;
using Vitrine.Runtime.Exports;

namespace Vitrine.Fuzz;

/// <summary>Proofs that someone hands over, answers of servers, an export's own files, and what entries become in other formats.</summary>
internal static class ExportFuzz
{
    private const string Session = "20261121-083000-abcdef";
    private static readonly NoteSigner Signer = NoteSigner.Generate("vitrine/host/user/00000000");
    private static readonly List<string> GoodEntries = [];
    private static readonly byte[] GoodBundle = MakeBundle();

    /// <summary>The first byte chooses: the bytes as they are, or a good bundle that they change.</summary>
    public static void Bundle(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        byte[] file = input[0] % 2 == 0 ? input[1..].ToArray() : Edit(input[1..]);
        var seen = new List<string>();
        using var stream = new MemoryStream(file);
        ProofVerification found = ProofBundle.Verify(stream, new ProofTrust { Key = Signer.Verifier }, entry => seen.Add(Text(entry)));
        BrokenPropertyException.Unless(!found.IsValid || seen.SequenceEqual(GoodEntries), "a bundle proves what was never in the log");
    }

    public static void Tlog(ReadOnlySpan<byte> input)
    {
        if (TlogProof.TryParse(input, out TlogProof? proof))
            BrokenPropertyException.Unless(input.SequenceEqual(proof.ToBytes()), "two texts are one proof");
    }

    public static void Answer(ReadOnlySpan<byte> input)
    {
        if (OtlpAnswer.TryParse(input, out OtlpAnswer answer))
            BrokenPropertyException.Unless(answer.Rejected >= 0 && answer.Message is not { Length: > 400 }, "an answer says what none may say");
    }

    public static void Cursor(ReadOnlySpan<byte> input)
    {
        if (ExportCursor.Parse(input) is { } state)
            BrokenPropertyException.Unless(state is { Next: >= 0, Length: >= 0 }, "a cursor stands before the beginning");
    }

    /// <summary>Any entry that can be read becomes lines of JSON in each format.</summary>
    public static void Format(ReadOnlySpan<byte> input)
    {
        Entry entry;
        try
        {
            entry = Vitrine.Core.Model.Entry.Parse(input);
        }
        catch (JsonException)
        {
            return;
        }

        if (!EntryShape.IsWhole(entry.Data))
            return;
        byte[] bytes = "{}"u8.ToArray();
        var leaf = new Leaf("program-run", DateTimeOffset.UnixEpoch) { Session = "s", Sequence = 0 };
        var record = new LedgerRecord(0, bytes, leaf, entry, EntryAvailability.Whole);
        foreach (RecordFormatter formatter in (RecordFormatter[])[new JsonlFormatter(Signer.Name), new OcsfFormatter(Signer.Name),
            new OtlpFormatter(Signer.Name, isLines: true, withContent: true)])
        {
            using RecordFormatter used = formatter;
            var output = new System.Buffers.ArrayBufferWriter<byte>();
            used.Write(record, output);
            BrokenPropertyException.Unless(output.WrittenCount > 0 && output.WrittenSpan[^1] == '\n', "a record is no line");
            foreach (string line in Encoding.UTF8.GetString(output.WrittenSpan[..^1]).Split('\n'))
                JsonDocument.Parse(line).Dispose();
        }
    }

    // Edits of four bytes: where (two), how, value.
    private static byte[] Edit(ReadOnlySpan<byte> input)
    {
        var file = new List<byte>(GoodBundle);
        for (; input.Length >= 4 && file.Count > 0; input = input[4..])
        {
            int at = ((input[0] << 8) | input[1]) % file.Count;
            switch (input[2] % 3)
            {
                case 0:
                    file[at] = input[3];
                    break;
                case 1:
                    file.RemoveRange(at, Math.Min((int)input[3], file.Count - at));
                    break;
                default:
                    file.InsertRange(at, file.GetRange(0, Math.Min((int)input[3], file.Count)));
                    break;
            }
        }

        return [.. file];
    }

    private static byte[] MakeBundle()
    {
        var leaves = new List<byte[]>();
        var tile = new OneTile();
        var tree = new TreeBuilder((_, _) => { });
        var entries = new List<ProofEntry>();
        for (int index = 0; index < 5; index++)
        {
            byte[] entry = Encoding.UTF8.GetBytes($"{{\"number\":{index}}}"), salt = SHA256.HashData([1, (byte)index]), box = SHA256.HashData([2, (byte)index]);
            string digest = Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData([.. "vitrine-disclosure/v1\n"u8, .. salt, .. entry]), .. box]));
            byte[] leaf = Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                    $"{{\"sealed\":\"{digest}\",\"sequence\":{index - 1},\"session\":\"{Session}\",\"time\":\"2026-11-21T08:30:00.123456Z\",\"type\":\"program-run\",\"v\":2}}"));
            leaves.Add(leaf);
            tile.Hashes.Add(Rfc6962.Leaf(leaf));
            tree.Append(tile.Hashes[^1]);
            if (index is > 0 and < 4)
                entries.Add(new ProofEntry(index, leaf, index == 2 ? null : new Disclosure(salt, entry, box)));
        }

        string text = new Checkpoint(Signer.Name, 5, tree.Root).ToText();
        var head = new ProofHead(Session, Signer.Verifier.ToString(), SignedNote.Create(text, Signer.Sign(text)), [], SubsetProof.Make(tile, [1, 2, 3], 5));
        using var stream = new MemoryStream();
        using (var writer = new ProofBundleWriter(stream, head))
        {
            entries.ForEach(writer.Write);
            writer.Complete();
        }

        GoodEntries.AddRange(entries.Select(Text));
        return stream.ToArray();
    }

    private static string Text(ProofEntry entry) =>
        $"{entry.Index} {Encoding.UTF8.GetString(entry.Leaf.Span)} {(entry.Disclosure is { } shown ? Encoding.UTF8.GetString(shown.Entry.Span) : "")}";

    private sealed class OneTile : TileSource
    {
        public List<TreeHash> Hashes { get; } = [];

        public override bool TryReadTile(int level, long index, int width, Span<byte> hashes)
        {
            if (level != 0 || index != 0 || width > Hashes.Count)
                return false;
            for (int i = 0; i < width; i++)
                Hashes[i].CopyTo(hashes[(i * TreeHash.Length)..]);
            return true;
        }
    }
}
