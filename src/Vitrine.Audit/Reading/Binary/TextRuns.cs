using System.Text;
using Vitrine.Audit.Reading.Harvesting;
using Vitrine.Audit.Reading.Hiding;

namespace Vitrine.Audit.Reading.Binary;

/// <summary>
/// Finds text in bytes of any form: runs of characters without a zero or a control byte. A long run that reads like a program is read as one, so a payload of
/// Bun, of Node.js' single-file applications or of pkg is found without knowing how its container is built, and would be found in the next version of it.
/// </summary>
internal sealed class TextRuns(ReadingState state)
{
    private const int Shortest = 5;
    private const int ShortestProgram = 512;
    private const int LongestString = 64 << 10;

    private static readonly bool[] Inside = MakeInside();

    /// <summary>Reads them.</summary>
    /// <param name="origin">The bytes' place.</param>
    /// <param name="bytes">At most 2 GiB.</param>
    /// <param name="isCode">Whether strings count as literals of a program.</param>
    public void Read(Origin origin, ReadOnlyMemory<byte> bytes, bool isCode)
    {
        ReadOnlySpan<byte> all = bytes.Span;
        int at = 0;
        while (at < all.Length)
        {
            while (at < all.Length && !Inside[all[at]])
                at++;
            int start = at;
            while (at < all.Length && Inside[all[at]])
                at++;
            int length = at - start;
            if (length < Shortest)
                continue;
            if (length >= ShortestProgram && ContentKinds.LooksLikeScript(all.Slice(start, length)))
                Program(origin, bytes.Slice(start, length), start);
            else
                Strings(origin, all.Slice(start, length), start, isCode);
            if (state.Allowance.IsLate)
            {
                state.Cut($"{origin.Name}: the time for reading was over");
                return;
            }
        }
    }

    private void Program(Origin origin, ReadOnlyMemory<byte> program, int start)
    {
        Origin place = origin with { Base = origin.Base + start };
        new Script.JsReader(state).Read(place, program);
    }

    private void Strings(Origin origin, ReadOnlySpan<byte> run, int start, bool isCode)
    {
        // Tables of Go and Rust put one string behind the other without an end: patterns find what stands within, pointers (of ElfReader) where they end.
        for (int at = 0; at < run.Length; at += LongestString)
        {
            ReadOnlySpan<byte> piece = run[at..Math.Min(run.Length, at + LongestString)];
            if (!IsWorth(piece))
                continue;
            string text = Encoding.UTF8.GetString(piece).Trim();
            Origin place = origin with { Base = origin.Base + start + at };
            var seen = new Sighting(place.At(0), Suspicion.Named, Subjects.None, origin.Chain, isCode);
            state.Harvester.Take(text, seen);
            if (text.Length is >= 16 and < 16384 && !text.Contains(' '))
                foreach (Revealed found in state.Unhider.Undo(text, [], false))
                    state.Reveal(place, 0, found, seen);
        }
    }

    // Noise of machine code makes short runs by the million.
    private static bool IsWorth(ReadOnlySpan<byte> run)
    {
        if (run.Length > 24)
            return true;
        int letters = 0;
        foreach (byte one in run)
            letters += one is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'.' or (byte)'/' or (byte)'_' or (byte)'-' ? 1 : 0;
        return letters * 4 >= run.Length * 3;
    }

    private static bool[] MakeInside()
    {
        bool[] inside = new bool[256];
        for (int one = 0x20; one < 256; one++)
            inside[one] = one != 0x7f && one is not (0xC0 or 0xC1 or >= 0xF5);
        inside['\n'] = inside['\r'] = inside['\t'] = inside['\f'] = inside[0x1b] = true;
        return inside;
    }
}
