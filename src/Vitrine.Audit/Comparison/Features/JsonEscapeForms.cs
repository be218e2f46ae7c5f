using System.Buffers.Text;
using System.Globalization;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Comparison.Features;

/// <summary>How a JSON text writes the characters that can be written in more than one way. Texts that differ in this only parse alike.</summary>
internal static class JsonEscapeForms
{
    /// <summary>One feature for each character that occurs; those beyond ASCII are one.</summary>
    public static void Add(FeatureSet features, string place, ReadOnlySpan<byte> text)
    {
        var forms = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (c == '"')
            {
                inString = !inString;
            }
            else if (inString && c == '\\' && i + 1 < text.Length)
            {
                i += Escape(forms, text[(i + 1)..]);
            }
            else if (inString && c is (byte)'\'' or (byte)'<' or (byte)'>' or (byte)'&' or (byte)'/' or (byte)'+' or (byte)'=' or (byte)'`' or 0x7F or >= 0xC0)
            {
                Note(forms, c, "as it is");
            }
        }
        foreach ((string character, SortedSet<string> found) in forms)
            features.Word($"{place} body#escapes {character}", Channels.BodyStructure, string.Join(" and ", found));
    }

    private static int Escape(SortedDictionary<string, SortedSet<string>> forms, ReadOnlySpan<byte> after)
    {
        if (after[0] != 'u' || after.Length < 5)
        {
            Note(forms, Meant(after[0]), $"\\{(char)after[0]}");
            return 1;
        }
        ReadOnlySpan<byte> digits = after[1..5];
        if (Utf8Parser.TryParse(digits, out int code, out int read, 'x') && read == 4)
        {
            bool hasUpper = digits.IndexOfAnyInRange((byte)'A', (byte)'F') >= 0;
            bool hasLower = digits.IndexOfAnyInRange((byte)'a', (byte)'f') >= 0;
            Note(forms, code, hasUpper == hasLower ? "\\uXXXX" : hasUpper ? "\\uXXXX in capitals" : "\\uxxxx");
        }
        return 5;
    }

    private static int Meant(byte escape) => escape switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => escape,
    };

    private static void Note(SortedDictionary<string, SortedSet<string>> forms, int code, string form)
    {
        string character = code >= 0x80 ? "beyond ASCII" : string.Create(CultureInfo.InvariantCulture, $"U+{code:X4}");
        if (!forms.TryGetValue(character, out SortedSet<string>? found))
            forms[character] = found = new SortedSet<string>(StringComparer.Ordinal);
        found.Add(form);
    }
}
