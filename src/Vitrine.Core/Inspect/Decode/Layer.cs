namespace Vitrine.Core.Inspect.Decode;

/// <summary>How the bytes of a piece came out of what holds it.</summary>
internal enum Layer : byte
{
    /// <summary>The body as it came.</summary>
    Body,

    /// <summary>As they are.</summary>
    Text,

    /// <summary>Not decoded: a verdict for these very bytes is remembered.</summary>
    Known,

    /// <summary>A JSON number: as it is, but what replaces it is a string.</summary>
    JsonNumber,

    /// <summary>JSON escapes (RFC 8259, 7).</summary>
    JsonString,

    /// <summary>Escapes of a quoted literal within other text.</summary>
    Quoted,

    /// <summary>Data lines of one server-sent event.</summary>
    SseData,

    /// <summary>Percent-encoding (RFC 3986, 2.1).</summary>
    Percent,

    /// <summary>Percent-encoding where a plus is a space.</summary>
    Form,

    Gzip,
    Zlib,
    Deflate,
    Brotli,
    Zstandard,
    Base64,
    Base64Url,
    Hex,
    QuotedPrintable,
    Utf16Little,
    Utf16Big,
    Utf32Little,
    Utf32Big,
}

/// <summary>What a layer is called and how it works.</summary>
internal static class LayerTraits
{
    extension(Layer layer)
    {
        /// <summary>Whether it is undone unit by unit, so that a range within it has a range in the source.</summary>
        public bool IsByUnit => layer is >= Layer.Text and <= Layer.Form;

        /// <summary>Whether it compresses.</summary>
        public bool IsCompression => layer is >= Layer.Gzip and <= Layer.Zstandard;

        /// <summary>Its name; empty for one that hides nothing.</summary>
        public string Name => layer switch
        {
            Layer.Quoted => "quoted",
            Layer.Percent or Layer.Form => "url",
            Layer.Gzip => "gzip",
            Layer.Zlib => "zlib",
            Layer.Deflate => "deflate",
            Layer.Brotli => "br",
            Layer.Zstandard => "zstd",
            Layer.Base64 => "base64",
            Layer.Base64Url => "base64url",
            Layer.Hex => "hex",
            Layer.QuotedPrintable => "quoted-printable",
            Layer.Utf16Little or Layer.Utf16Big => "utf-16",
            Layer.Utf32Little or Layer.Utf32Big => "utf-32",
            _ => "",
        };
    }
}
