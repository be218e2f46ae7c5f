using Vitrine.Audit.Model;

namespace Vitrine.Audit.Running;

/// <summary>
/// One copy of what sessions write at the same place: an agent writes the same hundred files into its home each time, and hundreds of sessions are in memory at
/// once. A table of fixed size that forgets; safe for several threads, as what is lost to a race only costs memory.
/// </summary>
internal static class SharedFiles
{
    private const int Slots = 1 << 14;

    // Bytes. What a hostile target writes at ever new places is forgotten as a whole.
    private const long MostKept = 64 << 20;
    private static readonly CapturedFile?[] s_written = new CapturedFile?[Slots];
    private static long s_kept;

    /// <summary>The same file, with the content that an earlier one has.</summary>
    public static CapturedFile Of(CapturedFile file)
    {
        if (file.Content.Length == 0)
            return file;
        uint slot = (uint)HashCode.Combine(file.Place, file.Path) % Slots;
        if (Volatile.Read(ref s_written[slot]) is { } known && known.Place == file.Place && known.Path == file.Path && known.Content.IsSame(file.Content))
            return file with { Content = known.Content };
        if (Interlocked.Add(ref s_kept, file.Content.Length) > MostKept)
        {
            Array.Clear(s_written);
            Interlocked.Exchange(ref s_kept, 0);
        }

        Volatile.Write(ref s_written[slot], file);
        return file;
    }
}
