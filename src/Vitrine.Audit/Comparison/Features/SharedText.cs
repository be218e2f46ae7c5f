namespace Vitrine.Audit.Comparison.Features;

/// <summary>
/// One string for what sessions say at the same place: most say there what the one before them said. That keeps hundreds of them in memory at once, and tells equal values by a glance.
/// A table of fixed size that forgets; safe for several threads, as what is lost to a race is told apart and only costs memory.
/// </summary>
internal static class SharedText
{
    private const int Slots = 1 << 18;

    // Longer ones, such as whole bodies, are hardly ever the same.
    private const int Longest = 1 << 17;

    // Characters. What a hostile target says at ever new places is forgotten as a whole.
    private const long MostKept = 64 << 20;
    private static readonly Said?[] s_said = new Said?[Slots];
    private static long s_kept;

    /// <summary>The same feature, of strings that others have, too.</summary>
    public static Feature Of(Feature feature)
    {
        if (feature.Value.Length > Longest)
            return feature;
        int slot = (int)((uint)feature.Path.GetHashCode(StringComparison.Ordinal) % Slots);
        Said? said = Volatile.Read(ref s_said[slot]);
        if (said is not null && said.Path == feature.Path)
        {
            if (said.Value == feature.Value)
                return feature with { Path = said.Path, Value = said.Value };
            feature = feature with { Path = said.Path };
        }

        if (Interlocked.Add(ref s_kept, feature.Path.Length + feature.Value.Length) > MostKept)
        {
            Array.Clear(s_said);
            Interlocked.Exchange(ref s_kept, 0);
        }

        Volatile.Write(ref s_said[slot], new Said(feature.Path, feature.Value));
        return feature;
    }

    private sealed record Said(string Path, string Value);
}
