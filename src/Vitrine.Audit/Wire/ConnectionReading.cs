using Vitrine.Audit.Model;

namespace Vitrine.Audit.Wire;

/// <summary>What came of reading one connection's bytes.</summary>
internal sealed class ConnectionReading
{
    /// <summary>The most that is kept of what is not understood.</summary>
    public const int MostOpaque = 64 << 10;

    /// <summary>What is spoken; null for none that is known.</summary>
    public string? Protocol { get; set; }

    /// <summary>Exchanges in the order of their requests.</summary>
    public List<CapturedExchange> Exchanges { get; } = [];

    /// <summary>Frames before the first request, as sent.</summary>
    public byte[]? Preface { get; set; }

    /// <summary>The first bytes that are not understood.</summary>
    public byte[]? Opaque { get; private set; }

    /// <summary>What is unusual.</summary>
    public NoteList Notes { get; } = new();

    /// <summary>Keeps what is left as bytes that are not understood, and says why.</summary>
    public void LeaveOpaque(ReadOnlySpan<byte> rest, string why)
    {
        Notes.Add(why);
        Opaque = rest[..Math.Min(rest.Length, MostOpaque)].ToArray();
    }
}
