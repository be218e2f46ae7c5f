using System.Text.Json;
using Vitrine.Ledger.Payloads;
using Vitrine.Runtime.Queries;
using Vitrine.Runtime.Recording;

namespace Vitrine.Fuzz;

/// <summary>
/// The reader of query indexes. No fuzzer guesses a GCM tag, so the bytes are sealed as a part of an index, and read as that: head, directory, rows or terms.
/// They may only be refused as damaged. And the text of an entry, from which an index is made.
/// </summary>
internal static class IndexFuzz
{
    private static readonly string Root = Directory.CreateTempSubdirectory("vitrine-fuzz-").FullName;
    private static readonly IndexCipher Cipher;
    private static readonly byte[] Id = new byte[IndexFormat.IdSize];
    private static readonly List<IndexBlock> Blocks = [new(16, 3, 10, 20), new(500, 2, 15, 30), new(900, 128, 30, 31)];
    private static readonly List<Facet> Facets = [new("request-started", 1), new("file-opened", 0)];
    private static readonly EntryText Text = new();

    static IndexFuzz()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
        using var wrapping = WrappingKey.OpenOrCreate(Path.Combine(Root, "wrap.key"));
        var id = SessionId.New(TimeProvider.System);
        using var key = SessionKey.Create(Path.Combine(Root, "key"), wrapping, id.ToString());
        Cipher = IndexCipher.Of(key, id);
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        int kind = input[0] % 5;
        byte[] part = input[1..].ToArray();
        try
        {
            switch (kind)
            {
                case 0:
                    IndexHead.Read(part);
                    break;
                case 1:
                    CheckDirectory(SegmentDirectory.Read(part, new SegmentRecord(Id, 1 << 20, 100, 0, 133, 10, 31)));
                    break;
                case 2:
                    ReadRows(part);
                    break;
                case 3:
                    ReadTerms(part);
                    break;
                default:
                    new IndexReader(new IndexBytes(part), Cipher).Dispose();
                    break;
            }
        }
        catch (InvalidDataException)
        {
            // It is then made anew.
        }
    }

    /// <summary>The text of an entry: each part of a value of it has all its rows.</summary>
    public static void EntryTextOf(ReadOnlySpan<byte> input)
    {
        if (!Text.TryRead(input))
            return;
        ReadOnlySpan<byte> folded = Text.Folded;
        ulong[] rows = new ulong[Trigrams.Words];
        Trigrams.AddAll(folded, rows);
        foreach (Range range in folded.Split(EntryText.Separator))
            foreach (ushort row in Trigrams.RowsOf(folded[range]))
                BrokenPropertyException.Unless((rows[row / 64] & (1UL << (row % 64))) != 0, "a trigram of a value is not in the index");
        BrokenPropertyException.Unless(IsJson(input), "text was taken out of what is no JSON");
    }

    private static bool IsJson(ReadOnlySpan<byte> input)
    {
        try
        {
            using var json = JsonDocument.Parse(input.ToArray());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void CheckDirectory(SegmentDirectory directory) => BrokenPropertyException.Unless(
        directory.Blocks.Sum(block => block.Entries) == 133
            && directory.Offsets[^1] == (1 << 20) - 100
            && directory.Blocks.All(block => block.Oldest >= 10 && block.Newest <= 31 && block.Position >= 0),
        "a directory passed that does not fit its segment");

    private static void ReadRows(byte[] part)
    {
        ulong[] set = [7, 0, 0, 0, 0, 0, 0, 0];
        Open([part], [0, 0, 0, 0]).KeepWithRows([3, 500, 501, 65_535], set);
        BrokenPropertyException.Unless((set[0] & ~7UL) == 0 && !set.AsSpan(1).ContainsAnyExcept(0UL), "a block was found that there is not");
    }

    private static void ReadTerms(byte[] part)
    {
        ulong[] set = new ulong[IndexFormat.SetWords];
        Open([[], part], [0, 1, 0, 0]).AddWithTerms(TermField.Host, value => value.Contains('a', StringComparison.Ordinal), facet => facet.Decision == 1, set);
        BrokenPropertyException.Unless((set[0] & ~7UL) == 0 && !set.AsSpan(1).ContainsAnyExcept(0UL), "a block was found that there is not");
    }

    private static SegmentReader Open(byte[][] chunks, int[] chunksOfField)
    {
        List<byte[]> parts = [.. chunks.Select((chunk, i) => Cipher.Seal(chunk, Id, i + 1))];
        byte[] directory = Cipher.Seal(SegmentDirectory.Write(Blocks, 10, Facets, 1, chunksOfField, parts), Id, 0);
        byte[] whole = [.. directory, .. parts.SelectMany(part => part)];
        return new SegmentReader(new IndexBytes(whole), 0, new SegmentRecord(Id, whole.Length, directory.Length, 0, 133, 10, 31), Cipher);
    }
}
