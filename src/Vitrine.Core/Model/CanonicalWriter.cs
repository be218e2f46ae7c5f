using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Vitrine.Core.Model;

/// <summary>
/// Writes JSON as RFC 8785 wants it; the caller gives the members in order. Texts are well-formed UTF-16: <see cref="LeafForm"/> has checked them.
/// </summary>
internal ref struct CanonicalWriter(IBufferWriter<byte> destination)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\a\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private bool _hasMember;

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    public void BeginObject()
    {
        Raw("{"u8);
        _hasMember = false;
    }

    public void BeginObject(ReadOnlySpan<byte> name)
    {
        Name(name);
        BeginObject();
    }

    public void EndObject()
    {
        Raw("}"u8);
        _hasMember = true;
    }

    public void Text(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Value(value);
    }

    public void Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Value(value);
    }

    public void Time(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Name(name);
        Span<byte> text = stackalloc byte[32];
        value.UtcDateTime.TryFormat(text, out int written, TimeFormat, CultureInfo.InvariantCulture);
        Raw("\""u8);
        Raw(text[..written]);
        Raw("\""u8);
    }

    public void List(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        Name(name);
        Value(values);
    }

    public void Member(LeafMember member)
    {
        Separate();
        Value(member.Name);
        Raw(":"u8);
        if (member.Text is { } text)
            Value(text);
        else if (member.List is { } list)
            Value(list);
        else
            Value(member.Number.GetValueOrDefault());
    }

    private void Value(IReadOnlyList<string> values)
    {
        Raw("["u8);
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0)
                Raw(","u8);
            Value(values[i]);
        }

        Raw("]"u8);
    }

    private void Value(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out int written);
        Raw(digits[..written]);
    }

    private void Value(ReadOnlySpan<char> value)
    {
        Raw("\""u8);
        for (int at; (at = value.IndexOfAny(Escaped)) >= 0; value = value[(at + 1)..])
        {
            Utf8(value[..at]);
            Escape(value[at]);
        }

        Utf8(value);
        Raw("\""u8);
    }

    // RFC 8785 section 3.2.2.2.
    private void Escape(char value)
    {
        switch (value)
        {
            case '"':
                Raw("\\\""u8);
                break;
            case '\\':
                Raw("\\\\"u8);
                break;
            case '\b':
                Raw("\\b"u8);
                break;
            case '\t':
                Raw("\\t"u8);
                break;
            case '\n':
                Raw("\\n"u8);
                break;
            case '\f':
                Raw("\\f"u8);
                break;
            case '\r':
                Raw("\\r"u8);
                break;
            default:
                Raw("\\u00"u8);
                Raw([(byte)"0123456789abcdef"[value >> 4], (byte)"0123456789abcdef"[value & 15]]);
                break;
        }
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        Raw("\""u8);
        Raw(name);
        Raw("\":"u8);
    }

    private void Separate()
    {
        if (_hasMember)
            Raw(","u8);
        _hasMember = true;
    }

    private void Utf8(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty)
            Written += Encoding.UTF8.GetBytes(text, destination);
    }

    private void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        destination.Write(bytes);
        Written += bytes.Length;
    }
}
