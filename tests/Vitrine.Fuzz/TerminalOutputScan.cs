using System.Text.Unicode;

namespace Vitrine.Fuzz;

/// <summary>
/// Reads the filter's output with a grammar of its own, simpler than the filter's: every ESC must begin a complete sequence, and what is known to be
/// dangerous must not be among them.
/// </summary>
internal static class TerminalOutputScan
{
    public static void Check(ReadOnlySpan<byte> output, bool allowClipboard)
    {
        if (!Utf8.IsValid(output))
            throw Violation("invalid UTF-8", output);
        for (int i = 0; i < output.Length; i++)
        {
            byte b = output[i];
            if (b == 0xC2 && output[i + 1] < 0xA0)
                throw Violation("C1 control", output[i..]);
            if (b == 0x1B)
                i += Sequence(output[i..], allowClipboard) - 1;
            else if (b is < 0x07 or (> 0x0F and < 0x20) or 0x7F)
                throw Violation("control character", output[i..]);
        }
    }

    // Length of the sequence at the start.
    private static int Sequence(ReadOnlySpan<byte> rest, bool allowClipboard)
    {
        byte second = At(rest, 1);
        switch ((char)second)
        {
            case '[':
                int end = 2;
                while (At(rest, end) is >= 0x20 and < 0x40)
                    end++;
                CheckFunction(rest[2..end], (char)At(rest, end), rest);
                return end + 1;
            case ']':
                int close = 2;
                while (At(rest, close) is >= 0x20 and not 0x7F)
                    close++;
                CheckCommand(rest[2..close], allowClipboard, rest);
                if (rest[close] == 0x07)
                    return close + 1;
                return rest[close] == 0x1B && At(rest, close + 1) == '\\' ? close + 2 : throw Violation("open command", rest);
            case '(' or ')':
                return "0AB".Contains((char)At(rest, 2), StringComparison.Ordinal) ? 3 : throw Violation("character set", rest);
            case '#':
                return "34568".Contains((char)At(rest, 2), StringComparison.Ordinal) ? 3 : throw Violation("line attribute", rest);
            default:
                return "78DEHMc=>".Contains((char)second, StringComparison.Ordinal) ? 2 : throw Violation("escape sequence", rest);
        }
    }

    private static void CheckFunction(ReadOnlySpan<byte> body, char final, ReadOnlySpan<byte> rest)
    {
        if (final is < '@' or > '~')
            throw Violation("unfinished function", rest);
        char prefix = body.IsEmpty || body[0] is < (byte)'<' ? '\0' : (char)body[0];
        char intermediate = body.IsEmpty || body[^1] >= 0x30 ? '\0' : (char)body[^1];
        ReadOnlySpan<byte> numbers = body[(prefix == '\0' ? 0 : 1)..(intermediate == '\0' ? body.Length : body.Length - 1)];
        if (numbers.ContainsAnyExceptInRange((byte)'0', (byte)';'))
            throw Violation("malformed function", rest);
        List<int> values = [];
        foreach (Range range in numbers.Split((byte)';'))
        {
            ReadOnlySpan<byte> digits = numbers[range];
            int colon = digits.IndexOf((byte)':');
            digits = colon < 0 ? digits : digits[..colon];
            values.Add(digits.IsEmpty
                ? 0
                : digits.Length <= 5
                    ? int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture)
                    : throw Violation("large number", rest));
        }

        bool isBad = (prefix, intermediate, final) switch
        {
            ('\0', '\0', 't') => values[0] is not (14 or 16 or 18 or 22 or 23),
            ('\0', '\0', 'n') => values is not ([5] or [6]),
            ('\0', '\0', 'h' or 'l') => values.Exists(value => value is not (4 or 20)),
            ('?', '\0', 'h' or 'l') => values.Exists(value => value is 2 or 3 or 38 or 42 or 1001 or 1070 or 5522),
            ('\0', '$', 't') or ('\0' or '?', '$', 'p') or ('\0', '!', 'p') or ('\0', '*', 'x') or ('\0', '\'', '}' or '~') or ('\0', '"' or ' ', 'q') => false,
            ('>', '\0', 'q') or ('\0', '$', '{' or 'x' or 'z' or 'v') => false,
            (_, _, 'i' or 't' or 'y' or 'w' or 'o' or '[' or ']' or '\\' or 'p' or 'q' or 'v' or 'x') => true,
            (_, _, >= 'z') => true,
            ('=', _, not 'u') or ('<', _, not 'u') or ('?', _, 'r' or 's') => true,
            _ => false,
        };
        if (isBad)
            throw Violation("function", rest);
    }

    private static void CheckCommand(ReadOnlySpan<byte> payload, bool allowClipboard, ReadOnlySpan<byte> rest)
    {
        int semicolon = payload.IndexOf((byte)';');
        ReadOnlySpan<byte> text = semicolon < 0 ? [] : payload[(semicolon + 1)..];
        bool isGood = System.Text.Encoding.ASCII.GetString(semicolon < 0 ? payload : payload[..semicolon]) switch
        {
            "0" or "1" or "2" => text.Length <= 256,
            "4" or "10" or "11" or "12" or "17" or "19" or "104" or "110" or "111" or "112" => !text.ContainsAnyExceptInRange((byte)'#', (byte)'z'),
            "8" => text[(text.IndexOf((byte)';') + 1)..] is [] or [(byte)'h' or (byte)'H' or (byte)'m' or (byte)'M', ..],
            "9" => text.StartsWith("4;"u8) && text.Length < 8,
            "52" => allowClipboard && text.Length > 1 && !text.Contains((byte)'?'),
            _ => false,
        };
        if (!isGood)
            throw Violation("command", rest);
    }

    private static byte At(ReadOnlySpan<byte> bytes, int index) => index < bytes.Length ? bytes[index] : throw Violation("unfinished sequence", bytes);

    private static InvalidOperationException Violation(string what, ReadOnlySpan<byte> at) =>
        new($"{what}: {Uri.EscapeDataString(System.Text.Encoding.Latin1.GetString(at[..Math.Min(40, at.Length)]))}");
}
