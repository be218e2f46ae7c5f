using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Core.Model;

/// <summary>
/// A path as Linux knows it: any bytes but NUL. Text is a view of it, and a lossy one where the bytes are not UTF-8, so what is
/// compared, mounted and recorded is the bytes.
/// </summary>
[JsonConverter(typeof(UnixPathJsonConverter))]
public readonly struct UnixPath : IEquatable<UnixPath>, IComparable<UnixPath>
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly string? _text;
    private readonly byte[]? _raw;

    /// <summary>A path given as text; it becomes UTF-8.</summary>
    public UnixPath(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    private UnixPath(byte[] raw) => _raw = raw;

    /// <summary>Takes bytes as the kernel gave them, without the closing NUL.</summary>
    public static UnixPath FromBytes(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UnixPath(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new UnixPath(bytes.ToArray());
        }
    }

    /// <summary>The bytes, without a closing NUL.</summary>
    public byte[] ToBytes() => _raw ?? Encoding.UTF8.GetBytes(_text ?? "");

    /// <summary>Whether the bytes are valid UTF-8, so that <see cref="ToString"/> loses nothing.</summary>
    public bool IsText => _raw is null;

    /// <summary>The text, or, where the bytes are not UTF-8, the text with each wrong byte written <c>\xNN</c>.</summary>
    public override string ToString()
    {
        if (_raw is null)
            return _text ?? "";
        var text = new StringBuilder(_raw.Length + 8);
        ReadOnlySpan<byte> rest = _raw;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out Rune rune, out int used) == System.Buffers.OperationStatus.Done)
                text.Append(rune.ToString());
            else
                foreach (byte b in rest[..used])
                    text.Append("\\x").Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
            rest = rest[used..];
        }

        return text.ToString();
    }

    /// <summary>Whether this path is <paramref name="directory"/> or lies below it; both absolute and normal.</summary>
    public bool IsAtOrBelow(UnixPath directory)
    {
        if (_raw is null && directory._raw is null)
        {
            string path = _text ?? "", top = directory._text ?? "";
            return path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || top.EndsWith('/') || path[top.Length] == '/');
        }

        byte[] a = ToBytes(), b = directory.ToBytes();
        return a.AsSpan().StartsWith(b) && (a.Length == b.Length || b[^1] == '/' || a[b.Length] == '/');
    }

    /// <inheritdoc/>
    public bool Equals(UnixPath other) =>
        _raw is null && other._raw is null
            ? string.Equals(_text ?? "", other._text ?? "", StringComparison.Ordinal)
            : _raw is not null && other._raw is not null && _raw.AsSpan().SequenceEqual(other._raw);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UnixPath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_raw is null)
            return string.GetHashCode(_text ?? "", StringComparison.Ordinal);
        var hash = new HashCode();
        hash.AddBytes(_raw);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(UnixPath other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary>Equality by bytes.</summary>
    public static bool operator ==(UnixPath left, UnixPath right) => left.Equals(right);

    /// <summary>Inequality by bytes.</summary>
    public static bool operator !=(UnixPath left, UnixPath right) => !left.Equals(right);

    /// <summary>Ordinal order of the text form.</summary>
    public static bool operator <(UnixPath left, UnixPath right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order of the text form.</summary>
    public static bool operator >(UnixPath left, UnixPath right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order of the text form.</summary>
    public static bool operator <=(UnixPath left, UnixPath right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order of the text form.</summary>
    public static bool operator >=(UnixPath left, UnixPath right) => left.CompareTo(right) >= 0;
}

/// <summary>A path is a JSON string; one that is not UTF-8 is <c>{"base64":"…"}</c>, so that the record loses no byte.</summary>
public sealed class UnixPathJsonConverter : JsonConverter<UnixPath>
{
    /// <inheritdoc/>
    public override UnixPath Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new UnixPath(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("base64"u8) || !reader.Read())
            throw new JsonException("A path is a string or {\"base64\": …}.");
        byte[] raw = reader.GetBytesFromBase64();
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
            throw new JsonException("A path is a string or {\"base64\": …}.");
        return UnixPath.FromBytes(raw);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UnixPath value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsText)
        {
            writer.WriteStringValue(value.ToString());
            return;
        }

        writer.WriteStartObject();
        writer.WriteBase64String("base64"u8, value.ToBytes());
        writer.WriteEndObject();
    }
}
