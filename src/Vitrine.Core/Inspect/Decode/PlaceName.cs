using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Names within places.</summary>
internal static class PlaceName
{
    /// <summary>Appends a name as a reference token (RFC 6901, 3); what is not printable is a question mark.</summary>
    public static void Append(StringBuilder place, Layer layer, ReadOnlySpan<byte> source, bool isCut)
    {
        byte[] name = new byte[source.Length + Units.MaxOutput];
        int length = Units.Undo(layer, source, name);
        foreach (char each in Encoding.UTF8.GetString(name, 0, length))
        {
            if (each is '~' or '/')
                place.Append(each == '~' ? "~0" : "~1");
            else
                place.Append(char.IsControl(each) || char.IsSurrogate(each) || char.GetUnicodeCategory(each) == System.Globalization.UnicodeCategory.Format
                    ? '?'
                    : each);
        }

        if (isCut)
            place.Append('…');
    }
}
