using System.Buffers;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Queries;

/// <summary>
/// What of an entry a text is looked for in: every string and number of its <c>data</c>, decoded, upper case, as UTF-8. Values are parted by a byte that
/// no UTF-8 has, so that nothing is found across two of them; the strings of one list are parted by a space, so that a command line is found as a person
/// types it. The index and the search itself use this same text: what one lets through the other finds. Not for use by two threads at once.
/// </summary>
internal sealed class EntryText
{
    /// <summary>Parts values; no byte of UTF-8.</summary>
    public const byte Separator = 0xFF;

    private const int MostKinds = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 32 };
    private readonly List<(byte[] Utf8, string Text)> _kinds = [];
    private byte[] _text = new byte[4096];
    private char[] _chars = new char[1024];
    private int _length;

    /// <summary>The text of the entry that was read last.</summary>
    public ReadOnlySpan<byte> Folded => _text.AsSpan(0, _length);

    /// <summary>Its kind of observation; empty if it names none.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>A text as it is looked for.</summary>
    public static byte[] Fold(string text) => Encoding.UTF8.GetBytes(text.ToUpperInvariant());

    /// <summary>Takes the text out of an entry's JSON; false when that is none.</summary>
    public bool TryRead(ReadOnlySpan<byte> json)
    {
        _length = 0;
        Kind = "";
        try
        {
            Read(json);
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no UTF-16.
            return false;
        }
    }

    private void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        bool isData = false, isKind = false, isBase64 = false, afterValue = false;
        while (reader.Read())
        {
            JsonTokenType token = reader.TokenType;
            if (token == JsonTokenType.PropertyName)
            {
                isData = reader.CurrentDepth == 1 ? reader.ValueTextEquals("data"u8) : isData;
                isKind = reader.CurrentDepth == 2 && reader.ValueTextEquals("kind"u8);
                isBase64 = reader.CurrentDepth > 2 && reader.ValueTextEquals("base64"u8);
            }
            else if (isData && token is JsonTokenType.String or JsonTokenType.Number)
            {
                Append(afterValue ? (byte)' ' : Separator);
                if (isKind)
                    Kind = KindOf(ref reader);
                if (isBase64 && token == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? bytes))
                    AppendFolded(UnixPath.FromBytes(bytes).ToString());
                else
                    AppendValue(ref reader);
                isKind = isBase64 = false;
            }

            // Two values next to each other, with no name between them, are of one list.
            afterValue = token is JsonTokenType.String or JsonTokenType.Number;
        }
    }

    private void AppendValue(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> raw = reader.ValueSpan;
        Reserve(raw.Length);
        if (!reader.ValueIsEscaped && Ascii.ToUpper(raw, _text.AsSpan(_length), out int written) == OperationStatus.Done)
        {
            _length += written;
            return;
        }

        if (_chars.Length < raw.Length)
            _chars = new char[raw.Length];
        AppendFolded(_chars.AsSpan(0, reader.CopyString(_chars)));
    }

    private void AppendFolded(ReadOnlySpan<char> text)
    {
        char[] upper = ArrayPool<char>.Shared.Rent(text.Length);
        text.ToUpperInvariant(upper);
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _length += Encoding.UTF8.GetBytes(upper.AsSpan(0, text.Length), _text.AsSpan(_length));
        ArrayPool<char>.Shared.Return(upper);
    }

    private string KindOf(ref Utf8JsonReader reader)
    {
        foreach ((byte[] utf8, string text) in _kinds)
            if (reader.ValueTextEquals(utf8))
                return text;
        string kind = reader.GetString()!;
        if (_kinds.Count < MostKinds)
            _kinds.Add((Encoding.UTF8.GetBytes(kind), kind));
        return kind;
    }

    private void Append(byte one)
    {
        Reserve(1);
        _text[_length++] = one;
    }

    private void Reserve(int more)
    {
        if (_text.Length - _length < more)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + more));
    }
}
