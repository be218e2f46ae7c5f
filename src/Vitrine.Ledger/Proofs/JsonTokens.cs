using System.Text.Json;

namespace Vitrine.Ledger.Proofs;

/// <summary>
/// The tokens of one JSON document from a stream, of which no more is in memory than the longest token may have. For documents whose members stand in a known
/// order: whoever reads says what must come next.
/// </summary>
/// <param name="stream">The document.</param>
/// <param name="longest">Bytes that a token may have in the file, escapes included.</param>
internal sealed class JsonTokens(Stream stream, int longest)
{
    private const int MaximumDepth = 8;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = MaximumDepth });
    private byte[] _window = new byte[16 * 1024];
    private byte[] _value = new byte[1024];
    private int _start, _end, _valueLength;
    private bool _isAtEnd;

    /// <summary>Kind of the last token; <see cref="JsonTokenType.None"/> when there are no more.</summary>
    public JsonTokenType Type { get; private set; }

    /// <summary>The string's or name's bytes, unescaped; valid until the next token.</summary>
    public ReadOnlySpan<byte> Text => _value.AsSpan(0, _valueLength);

    /// <summary>The number, where it is one of 64 bits; else null.</summary>
    public long? Number { get; private set; }

    /// <summary>Reads the next token.</summary>
    /// <returns>False at the document's end.</returns>
    /// <exception cref="JsonException">The bytes are no JSON, or a token is too long.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public bool Read()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(_window.AsSpan(_start, _end - _start), _isAtEnd, _state);
            if (reader.Read())
            {
                Take(ref reader);
                return true;
            }

            _state = reader.CurrentState;
            _start += (int)reader.BytesConsumed;
            if (_isAtEnd)
            {
                Type = JsonTokenType.None;
                return false;
            }

            Fill();
        }
    }

    /// <summary>Reads a token that must be of a kind.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public void Expect(JsonTokenType type)
    {
        if (!Read() || Type != type)
            throw new JsonException($"{type} was expected.");
    }

    /// <summary>Reads a member's name, which must be this one.</summary>
    /// <exception cref="JsonException">It is not.</exception>
    public void ExpectName(ReadOnlySpan<byte> name)
    {
        Expect(JsonTokenType.PropertyName);
        if (!Text.SequenceEqual(name))
            throw new JsonException($"The member \"{System.Text.Encoding.UTF8.GetString(name)}\" was expected.");
    }

    /// <summary>Reads a member that must be a string.</summary>
    /// <returns>Its bytes, copied.</returns>
    /// <exception cref="JsonException">It is not.</exception>
    public byte[] ExpectText(ReadOnlySpan<byte> name, int most)
    {
        ExpectName(name);
        Expect(JsonTokenType.String);
        return _valueLength <= most ? Text.ToArray() : throw new JsonException($"The member \"{System.Text.Encoding.UTF8.GetString(name)}\" is too long.");
    }

    private void Take(ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        Number = Type == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : null;
        _valueLength = 0;
        if (Type is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            if (_value.Length < reader.ValueSpan.Length)
                _value = new byte[Math.Max(reader.ValueSpan.Length, 2 * _value.Length)];
            try
            {
                _valueLength = reader.CopyString(_value);
            }
            catch (InvalidOperationException malformed)
            {
                throw new JsonException("A string is not valid Unicode.", malformed);
            }
        }

        _state = reader.CurrentState;
        _start += (int)reader.BytesConsumed;
    }

    private void Fill()
    {
        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        _end -= _start;
        _start = 0;
        if (_end == _window.Length)
        {
            // No token in a whole window: it is longer.
            if (_window.Length >= longest)
                throw new JsonException($"A value has more than {longest} bytes.");
            Array.Resize(ref _window, Math.Min(2 * _window.Length, longest));
        }

        int read = stream.Read(_window, _end, _window.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
