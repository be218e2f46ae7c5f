using System.Security.Cryptography;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Journal;
using Vitrine.Ledger.Payloads;

namespace Vitrine.Fuzz;

/// <summary>
/// The readers of entry files and payloads over arbitrary bytes. The first byte chooses: the bytes as they are, or a good file that they edit, since
/// no fuzzer guesses a SHA-256.
/// </summary>
internal static class LedgerFuzz
{
    private static readonly string Root = Directory.CreateTempSubdirectory("vitrine-fuzz-").FullName;
    private static readonly string Log = Path.Combine(Root, "entries.log"), Payload = Path.Combine(Root, "payloads"), KeyPath = Path.Combine(Root, "key"),
        WrapPath = Path.Combine(Root, "wrap.key");
    private static readonly byte[] Clear = RandomNumberGenerator.GetBytes(70_000);
    private static readonly SessionKey Key;
    private static readonly byte[] GoodLog, GoodPayload;
    private static readonly StoredPayload Stored;
    private static readonly List<byte[]> GoodEntries;

    static LedgerFuzz()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);
        JournalWriter writer = JournalWriter.Create(Log);
        for (int i = 1; i < 40; i++)
            writer.Append(Clear.AsSpan(i, i * 5), SealedOf(Clear.AsSpan(i, i * 5)));
        writer.CloseAsync().GetAwaiter().GetResult();
        GoodLog = File.ReadAllBytes(Log);
        GoodEntries = ReadEntries();
        using (var wrapping = WrappingKey.OpenOrCreate(WrapPath))
        using (var store = PayloadStore.Create(Payload, SessionKey.Create(KeyPath, wrapping, "s")))
        using (PayloadWriter payload = store.CreateWriter())
        {
            payload.Write(Clear);
            Stored = payload.Complete()!.Value;
        }

        Key = SessionKey.Load(KeyPath, WrapPath, "s")!;
        GoodPayload = File.ReadAllBytes(Payload);
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        int kind = input[0] % 4;
        input = input[1..];
        switch (kind)
        {
            case 0:
                ReadLog(input.ToArray(), []);
                break;
            case 1:
                ReadLog(Edit(GoodLog, input), GoodEntries);
                break;
            case 2:
                ReadPayload(input.ToArray(), []);
                break;
            default:
                ReadPayload(Edit(GoodPayload, input), Clear);
                break;
        }
    }

    private static void ReadLog(byte[] file, List<byte[]> truth)
    {
        File.WriteAllBytes(Log, file);
        List<byte[]> read = ReadEntries();
        // Bytes without a good log behind them may be one all the same, of entries that the input chose.
        Check(truth.Count == 0 || (read.Count <= truth.Count && read.Zip(truth).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))),
            "an entry was read that was not written");
        JournalVerification found = JournalVerification.Of(Log);
        Check(found.Entries == read.Count && found.ValidBytes <= file.Length, "the verdict is over something else than was read");
        JournalReader.ReadLast(Log);

        JournalOpening opening = JournalWriter.Open(Log);
        Check(opening.Writer is null == found.State is JournalState.Damaged or JournalState.NotALedger, "a damaged log was opened, or a good one not");
        if (opening.Writer is not { } writer)
            return;
        writer.Append([1], []);
        writer.CloseAsync().GetAwaiter().GetResult();
        JournalVerification after = JournalVerification.Of(Log);
        Check(after.State == JournalState.Intact && after.Entries == found.Entries + 1, "a log that was continued is not intact");
    }

    private static List<byte[]> ReadEntries()
    {
        var entries = new List<byte[]>();
        using var reader = JournalReader.Open(Log);
        while (reader.TryRead(out ReadOnlySpan<byte> leaf, out ReadOnlySpan<byte> record) == JournalReadStatus.Entry)
            entries.Add([.. leaf, .. record]);
        return entries;
    }

    // Some entries have none.
    private static byte[] SealedOf(ReadOnlySpan<byte> leaf) => leaf.Length < 48 ? [] : leaf.ToArray();

    private static void ReadPayload(byte[] file, byte[] truth)
    {
        File.WriteAllBytes(Payload, file);
        using var bytes = new MemoryStream();
        PayloadReading reading = PayloadReader.Read(Payload, Key, Stored.Position, bytes);
        Check(truth.AsSpan().StartsWith(bytes.ToArray()), "bytes were given out that were not stored");
        // What follows the last record is another payload's.
        bool isGood = file.AsSpan().StartsWith(GoodPayload);
        Check(isGood == (reading.Status == PayloadReadStatus.Complete), "a changed payload passed, or the good one did not");
    }

    /// <summary>Takes the input as edits of six bytes: what, where (three), how much, value.</summary>
    private static byte[] Edit(byte[] good, ReadOnlySpan<byte> input)
    {
        var file = new List<byte>(good);
        for (; input.Length >= 6 && file.Count > 0; input = input[6..])
        {
            int at = ((input[1] << 16) | (input[2] << 8) | input[3]) % file.Count, count = Math.Min((int)input[4], file.Count - at);
            switch (input[0] % 5)
            {
                case 0:
                    file[at] = input[5];
                    break;
                case 1:
                    file.RemoveRange(at, count);
                    break;
                case 2:
                    file.InsertRange(at, file.GetRange(at, count));
                    break;
                case 3:
                    file.RemoveRange(at, file.Count - at);
                    break;
                default:
                    file.AddRange(file.GetRange(at, count));
                    break;
            }
        }

        return [.. file];
    }

    private static void Check(bool holds, string failure)
    {
        if (!holds)
            throw new InvalidOperationException(failure);
    }
}
