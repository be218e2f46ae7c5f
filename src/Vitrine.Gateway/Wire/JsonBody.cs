using System.Text.Json;
using System.Text.Unicode;

namespace Vitrine.Gateway.Wire;

/// <summary>
/// Reads a request's bytes as JSON such that nothing that is read from it later can throw. <see cref="JsonElement"/> checks strings only when they
/// are taken out; so invalid UTF-8 is refused here, and escaped surrogates without their other half (which JavaScript writes, RFC 8259 section 8.2) become
/// U+FFFD.
/// </summary>
internal static class JsonBody
{
    /// <summary>How deep a body may be nested; deeper than any agent's schema, far from the stack's end.</summary>
    public const int MaximumDepth = 128;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaximumDepth };

    /// <summary>Parses <paramref name="body"/>, which is changed in place. Null and a reason when it is no JSON.</summary>
    public static JsonElement? Parse(Span<byte> body, out string? fault)
    {
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];
        fault = null;
        if (!Utf8.IsValid(body))
        {
            fault = "The request body is not valid UTF-8.";
            return null;
        }

        ReplaceLoneSurrogates(body);
        try
        {
            return JsonElement.Parse(body, Options);
        }
        catch (JsonException e)
        {
            fault = $"The request body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).";
            return null;
        }
    }

    private static void ReplaceLoneSurrogates(Span<byte> body)
    {
        int i = 0;
        while (true)
        {
            int next = body[i..].IndexOf((byte)'\\');
            if (next < 0 || (i += next) + 1 >= body.Length)
                return;
            if (!TryReadUnit(body[i..], out int unit))
            {
                i += 2;
                continue;
            }

            bool pair = unit is >= 0xD800 and < 0xDC00 && TryReadUnit(body[(i + 6)..], out int low) && low is >= 0xDC00 and < 0xE000;
            if (!pair && unit is >= 0xD800 and < 0xE000)
                "fffd"u8.CopyTo(body[(i + 2)..]);
            i += pair ? 12 : 6;
        }
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escape, out int unit)
    {
        unit = 0;
        if (escape.Length < 6 || escape[0] != '\\' || escape[1] != 'u')
            return false;
        for (int i = 2; i < 6; i++)
        {
            int digit = HexDigit(escape[i]);
            if (digit < 0)
                return false;
            unit = (unit << 4) | digit;
        }

        return true;
    }

    private static int HexDigit(byte c) => (char)c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => -1,
    };
}
