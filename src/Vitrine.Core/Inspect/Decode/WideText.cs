using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Text of two or four bytes for each character.</summary>
internal static class WideText
{
    /// <summary>The encoding of a layer; what is malformed becomes U+FFFD.</summary>
    public static Encoding Encoding(Layer layer) => layer switch
    {
        Layer.Utf16Little => new UnicodeEncoding(false, false),
        Layer.Utf16Big => new UnicodeEncoding(true, false),
        Layer.Utf32Little => new UTF32Encoding(false, false),
        _ => new UTF32Encoding(true, false),
    };
}
