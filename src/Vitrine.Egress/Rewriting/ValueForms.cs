using System.Text;
using System.Text.Json;

namespace Vitrine.Egress.Rewriting;

/// <summary>The forms in which a server may give a value back: in clear, escaped, in base64 at each of its three alignments, in hexadecimal.</summary>
internal static class ValueForms
{
    // What is shorter is found where it is none.
    private const int Shortest = 8;

    /// <summary>The forms, each as bytes.</summary>
    public static IEnumerable<byte[]> Of(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        if (bytes.Length < Shortest)
            yield break;
        yield return bytes;
        yield return JsonEncodedText.Encode(value).EncodedUtf8Bytes.ToArray();
        yield return Encoding.ASCII.GetBytes(Uri.EscapeDataString(value));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
        for (int before = 0; before < 3; before++)
        {
            string text = Base64Core(bytes, before);
            if (text.Length < Shortest)
                continue;
            yield return Encoding.ASCII.GetBytes(text);
            yield return Encoding.ASCII.GetBytes(text.Replace('+', '-').Replace('/', '_'));
        }
    }

    /// <summary>The characters that are the same whatever stands before (as many bytes) and behind.</summary>
    private static string Base64Core(byte[] bytes, int before)
    {
        string text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        int first = (before * 8 + 5) / 6;
        int last = (before + bytes.Length) * 8 / 6;
        return text[first..last];
    }
}
