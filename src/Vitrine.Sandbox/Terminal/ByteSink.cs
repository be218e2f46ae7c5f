using System.Diagnostics;

namespace Vitrine.Sandbox.Terminal;

/// <summary>Writes bytes one after the other into a span that the caller made large enough.</summary>
internal ref struct ByteSink(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    public void Add(byte value) => _buffer[Length++] = value;

    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer[Length..]);
        Length += bytes.Length;
    }

    public void AddNumber(int value)
    {
        bool fits = value.TryFormat(_buffer[Length..], out int written, provider: System.Globalization.CultureInfo.InvariantCulture);
        Debug.Assert(fits);
        Length += written;
    }
}
