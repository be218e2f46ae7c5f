namespace Vitrine.Audit.Comparison.Features;

/// <summary>
/// One object for what sessions say at the same place: most say there what the one before them said. That keeps hundreds of them in memory at once, and tells
/// equal values by a glance. A table of fixed size that forgets; safe for several threads, as what is lost to a race is told apart and only costs memory.
/// </summary>
internal static class SharedText
{
    private const int Slots = 1 << 18;

    // Longer ones, such as whole bodies, are hardly ever the same.
    private const int Longest = 1 << 17;

    // Characters. What a hostile target says at ever new places is forgotten as a whole.
    private const long MostKept = 64 << 20;
    private static readonly Feature?[] s_said = new Feature?[Slots];
    private static long s_kept;

    /// <summary>The same feature as others have it, or with a path that others have.</summary>
    public static Feature Of(Feature feature)
    {
        if (feature.Value.Length > Longest)
            return feature;
        int slot = SlotOf(feature.Path);
        Feature? said = Volatile.Read(ref s_said[slot]);
        if (said == feature)
            return said;
        if (said?.Path == feature.Path)
            feature = feature with { Path = said.Path };
        if (Interlocked.Add(ref s_kept, feature.Path.Length + feature.Value.Length) > MostKept)
        {
            Array.Clear(s_said);
            Interlocked.Exchange(ref s_kept, 0);
        }

        Volatile.Write(ref s_said[slot], feature);
        return feature;
    }

    // One of two, so that two paths do not drive each other out for ever: where the path is, else one that is empty.
    private static int SlotOf(string path)
    {
        uint hash = (uint)path.GetHashCode(StringComparison.Ordinal);
        int first = (int)(hash % Slots), second = (int)((hash * 2654435761u) >> 14);
        if (Volatile.Read(ref s_said[first]) is not { } there || there.Path == path)
            return first;
        return Volatile.Read(ref s_said[second]) is not { } other || other.Path == path ? second : first;
    }
}
