using FsCheck;
using FsCheck.Fluent;
using Vitrine.Ledger.Journal;
using Xunit;

namespace Vitrine.Tests.Ledger;

public sealed class JournalPropertyTests : IDisposable
{
    private static readonly Gen<byte[][]> Entries =
        Gen.Choose(1, 400).SelectMany(size => Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), size)).NonEmptyListOf().Select(list => list.ToArray());

    private readonly ScratchDirectory _scratch = new();
    private int _number;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void What_is_appended_is_what_is_read() =>
        Prop.ForAll(Entries.ToArbitrary(),
            entries => JournalFile.Read(Write(entries), out JournalVerification found).SequenceEqual(entries, Same) && found.State == JournalState.Intact)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_done_to_the_file_only_a_beginning_of_the_truth_is_read()
    {
        var edits = Gen.Choose(0, int.MaxValue).Three().ArrayOf();
        Prop.ForAll(Entries.ToArbitrary(), edits.ToArbitrary(), (entries, changes) =>
        {
            string log = Write(entries);
            byte[] before = File.ReadAllBytes(log);
            var file = new List<byte>(before);
            foreach ((int kind, int at, int value) in changes)
                Edit(file, kind % 4, at, value);
            File.WriteAllBytes(log, [.. file]);
            List<byte[]> read = JournalFile.Read(log, out JournalVerification found);
            bool isPrefix = read.SequenceEqual(entries.Take(read.Count), Same);
            // Zeros at the end are room.
            bool isSame = file.Count >= before.Length && file.Take(before.Length).SequenceEqual(before) && file.Skip(before.Length).All(value => value == 0);
            return isPrefix && found.Entries == read.Count && (isSame || found.State != JournalState.Intact || read.Count < entries.Length);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Power_loss_in_any_order_of_blocks_keeps_every_flushed_entry()
    {
        // After the last flush each block of the file may have reached the disk or not, and the length may be any.
        var losses = Gen.Choose(0, 1).ArrayOf().Two();
        Prop.ForAll(Entries.ToArbitrary(), losses.ToArbitrary(), (entries, loss) =>
        {
            string log = Write(entries);
            byte[] file = File.ReadAllBytes(log);
            int flushed = loss.Item2.Length % (entries.Length + 1), edge = JournalFile.Frames(file)[flushed];
            const int Block = 64;
            for (int i = 0; i < loss.Item1.Length && edge + (i * Block) < file.Length; i++)
            {
                if (loss.Item1[i] == 0)
                    file.AsSpan(edge + (i * Block), Math.Min(Block, file.Length - edge - (i * Block))).Clear();
            }

            File.WriteAllBytes(log, file[..Math.Max(edge, file.Length - loss.Item2.Sum())]);
            List<byte[]> read = JournalFile.Read(log, out _);
            return read.Count >= flushed && read.SequenceEqual(entries.Take(read.Count), Same);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_that_ends_anywhere_within_room_is_torn_and_can_be_continued()
    {
        Prop.ForAll(Entries.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (entries, cut) =>
        {
            string log = Write(entries);
            byte[] file = File.ReadAllBytes(log);
            int written = JournalFormat.HeaderSize + (cut % (file.Length - JournalFormat.HeaderSize + 1));
            File.WriteAllBytes(log, [.. file[..written], .. new byte[100_000]]);
            List<byte[]> read = JournalFile.Read(log, out JournalVerification found);
            int whole = Array.FindLastIndex(JournalFile.Frames(file), start => start <= written);
            // A hash may end in zeros, which room has too.
            bool isRight = (read.Count == whole || read.Count == whole + 1)
                && read.SequenceEqual(entries.Take(read.Count), Same)
                && found.State is JournalState.Intact or JournalState.TornTail;
            JournalWriter writer = JournalWriter.Open(log).Writer!;
            writer.Append([1], JournalFile.SealedOf([1]));
            writer.CloseAsync().GetAwaiter().GetResult();
            return isRight
                && JournalFile.Read(log, out found).Count == read.Count + 1
                && found.State == JournalState.Intact
                && new FileInfo(log).Length == found.ValidBytes;
        }).QuickCheckThrowOnFailure();
    }

    private static IEqualityComparer<byte[]> Same { get; } = EqualityComparer<byte[]>.Create((a, b) => a.AsSpan().SequenceEqual(b), bytes => bytes.Length);

    private static void Edit(List<byte> file, int kind, int at, int value)
    {
        if (file.Count == 0)
            return;
        switch (kind)
        {
            case 0:
                file[at % file.Count] = (byte)value;
                break;
            case 1:
                file.Insert(at % file.Count, (byte)value);
                break;
            case 2:
                file.RemoveAt(at % file.Count);
                break;
            default:
                int start = at % file.Count;
                file.AddRange(file.GetRange(start, value % (file.Count - start)));
                break;
        }
    }

    private string Write(byte[][] entries)
    {
        string log = _scratch[$"{_number++}.log"];
        JournalFile.WriteAsync(log, entries).GetAwaiter().GetResult();
        return log;
    }
}
