using Vitrine.Core.Inspect;

namespace Vitrine.Tests.Inspect.DecodeMemory;

/// <summary>Finds one value, and counts the bytes that it was given.</summary>
internal sealed class NeedleDetector(string needle) : IDetector
{
    private readonly byte[] _needle = System.Text.Encoding.UTF8.GetBytes(needle);

    public ulong Version { get; set; } = 1;

    public long Searched { get; set; }

    public void Find(ReadOnlySpan<byte> text, ICollection<Hit> hits)
    {
        Searched += text.Length;
        for (int at = 0; text[at..].IndexOf(_needle) is >= 0 and var step; at += step + _needle.Length)
            hits.Add(new SecretHit(new TextRange(at + step, _needle.Length), "needle", null, "", "f"));
    }
}
