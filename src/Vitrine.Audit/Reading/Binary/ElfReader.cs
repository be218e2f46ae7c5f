using System.Buffers.Binary;
using System.Text;
using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Hiding;

namespace Vitrine.Audit.Reading.Binary;

/// <summary>
/// Reads a program for Linux: runs of text in all that is no machine code, what is appended behind its sections (payloads of single-file programs), and the
/// strings that pointers with lengths lead to, which is how Go and Rust keep theirs.
/// </summary>
internal sealed class ElfReader(ReadingState state)
{
    private const int LongestByPointer = 4096;
    private const int MostByPointer = 2_000_000;
    private const uint RelocationsWithAddend = 4;
    private const long Relative = 8;

    public void Read(Origin origin, ReadOnlyMemory<byte> file)
    {
        List<ElfSection> sections = ElfSections.Read(file.Span);
        if (sections.Count == 0)
        {
            new TextRuns(state).Read(origin, file, true);
            return;
        }

        int end = 0;
        foreach (ElfSection section in sections)
        {
            end = Math.Max(end, section.Offset + section.Size);
            if (!section.IsCode && !IsTable(section))
                new TextRuns(state).Read(origin with { Base = origin.Base + section.Offset }, file.Slice(section.Offset, section.Size), true);
        }

        // Headers of sections stand last as a rule; what is behind everything is a payload. Reading the headers as text costs nothing.
        if (end < file.Length)
            new TextRuns(state).Read(origin with { Base = origin.Base + end }, file[end..], true);
        Pointers(origin, file, sections);
    }

    private static bool IsTable(ElfSection section) =>
        section.Name is ".symtab"
            or ".rela.dyn"
            or ".rela.plt"
            or ".eh_frame"
            or ".eh_frame_hdr"
            or ".gopclntab"
            or ".gosymtab"
            or ".dynsym"
            or ".gnu.hash"
            or ".strtab"
            or ".dynstr"
        || section.Name.StartsWith(".debug", StringComparison.Ordinal);

    private void Pointers(Origin origin, ReadOnlyMemory<byte> file, List<ElfSection> sections)
    {
        ElfSection[] texts = [.. sections.Where(section => section.Address != 0
            && !section.IsCode
            && section.Name.StartsWith(".rodata", StringComparison.Ordinal))];
        if (texts.Length == 0)
            return;
        int taken = 0;
        var known = new HashSet<(int, int)>();
        foreach (ElfSection section in sections)
        {
            ReadOnlySpan<byte> data = file.Span.Slice(section.Offset, section.Size);
            if (section.Type == RelocationsWithAddend)
                for (int at = 0; at + 24 <= data.Length && taken < MostByPointer; at += 24)
                {
                    if ((BinaryPrimitives.ReadInt64LittleEndian(data[(at + 8)..]) & 0xffffffff) != Relative)
                        continue;
                    ulong target = BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);
                    ulong text = BinaryPrimitives.ReadUInt64LittleEndian(data[(at + 16)..]);
                    if (LengthAt(file.Span, sections, target + 8) is { } length)
                        taken += One(origin, file, texts, text, length, known);
                }
            else if (section.Name is ".data" or ".noptrdata" or ".data.rel.ro" or ".rodata")
                for (int at = 0; at + 16 <= data.Length && taken < MostByPointer; at += 8)
                {
                    ulong length = BinaryPrimitives.ReadUInt64LittleEndian(data[(at + 8)..]);
                    if (length is >= 2 and <= LongestByPointer)
                        taken += One(origin, file, texts, BinaryPrimitives.ReadUInt64LittleEndian(data[at..]), length, known);
                }
        }
    }

    private static ulong? LengthAt(ReadOnlySpan<byte> file, List<ElfSection> sections, ulong address)
    {
        foreach (ElfSection section in sections)
            if (section.Address != 0 && address >= section.Address && address - section.Address <= (ulong)Math.Max(0, section.Size - 8))
                return section.Size < 8 ? null : BinaryPrimitives.ReadUInt64LittleEndian(file[(section.Offset + (int)(address - section.Address))..]);
        return null;
    }

    private int One(Origin origin, ReadOnlyMemory<byte> file, ElfSection[] texts, ulong address, ulong length, HashSet<(int, int)> known)
    {
        if (length is < 2 or > LongestByPointer)
            return 0;
        foreach (ElfSection text in texts)
        {
            if (address < text.Address || address - text.Address > (ulong)text.Size || length > (ulong)text.Size - (address - text.Address))
                continue;
            int at = text.Offset + (int)(address - text.Address);
            if (!known.Add((at, (int)length)))
                return 0;
            ReadOnlySpan<byte> bytes = file.Span.Slice(at, (int)length);
            Origin place = origin with { Base = origin.Base + at };
            var seen = new Sighting(place.At(0), Suspicion.Listed, Subjects.None, origin.Chain, true);
            if (TextScore.IsPrintable(bytes))
            {
                string value = Encoding.UTF8.GetString(bytes);
                state.Harvester.Take(value, seen);
                foreach (Revealed found in state.Unhider.Undo(value, [], false))
                    state.Reveal(place, 0, found, seen);
            }
            else if (length is >= 10 and <= 2048)
                foreach (Revealed found in state.Unhider.UndoBytes(bytes.ToArray(), [], false, [], true, 0))
                    if (found.Steps.Length > 0)
                        state.Reveal(place, 0, found, seen);
            return 1;
        }

        return 0;
    }
}
