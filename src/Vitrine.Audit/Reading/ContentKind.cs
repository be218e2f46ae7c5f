using System.Buffers.Binary;

namespace Vitrine.Audit.Reading;

/// <summary>What a file holds.</summary>
public enum ContentKind
{
    /// <summary>Bytes of no known form.</summary>
    Binary,

    /// <summary>JavaScript or TypeScript.</summary>
    Script,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>Any other text: shell, Markdown, HTML, Python.</summary>
    Text,

    /// <summary>A program or library for Linux.</summary>
    Elf,

    /// <summary>WebAssembly.</summary>
    Wasm,

    /// <summary>Electron's archive.</summary>
    Asar,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>zlib.</summary>
    Zlib,

    /// <summary>Zstandard.</summary>
    Zstandard,

    /// <summary>Brotli, which only a file's name can tell.</summary>
    Brotli,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>A tar archive.</summary>
    Tar,
}

/// <summary>Tells what bytes are: by themselves first, for a name proves nothing.</summary>
internal static class ContentKinds
{
    public static ContentKind Tell(string name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\u007fELF"u8))
            return ContentKind.Elf;
        if (bytes.StartsWith("\0asm"u8))
            return ContentKind.Wasm;
        if (bytes.Length >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8)
            return ContentKind.Gzip;
        if (bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0xFD2FB528)
            return ContentKind.Zstandard;
        if (bytes.StartsWith("PK\u0003\u0004"u8))
            return ContentKind.Zip;
        if (bytes.Length > 262 && bytes.Slice(257, 5).SequenceEqual("ustar"u8))
            return ContentKind.Tar;
        if (AsarArchive.Looks(bytes))
            return ContentKind.Asar;
        string extension = Path.GetExtension(name).ToLowerInvariant();
        if (!IsText(bytes))
            return extension == ".br" ? ContentKind.Brotli : ContentKind.Binary;
        return extension switch
        {
            ".js" or ".mjs" or ".cjs" or ".ts" or ".mts" or ".cts" or ".jsx" or ".tsx" => ContentKind.Script,
            ".json" or ".map" or ".webmanifest" => ContentKind.Json,
            ".md" or ".html" or ".htm" or ".txt" or ".sh" or ".bash" or ".py" or ".yaml" or ".yml" or ".toml" or ".css" => ContentKind.Text,
            _ => LooksLikeScript(bytes) ? ContentKind.Script : ContentKind.Text,
        };
    }

    /// <summary>Whether bytes without a telling name are JavaScript: words that other text hardly has together.</summary>
    public static bool LooksLikeScript(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length, 256 << 10)];
        if (head.StartsWith("#!"u8) && head[..Math.Min(head.Length, 80)].IndexOf("node"u8) < 0 && head[..Math.Min(head.Length, 80)].IndexOf("bun"u8) < 0)
            return false;
        int signs = 0;
        signs += head.IndexOf("=>"u8) >= 0 ? 1 : 0;
        signs += head.IndexOf("function"u8) >= 0 ? 1 : 0;
        signs += head.IndexOf("const "u8) >= 0 || head.IndexOf("var "u8) >= 0 || head.IndexOf("let "u8) >= 0 ? 1 : 0;
        signs += head.IndexOf("require("u8) >= 0 || head.IndexOf("import("u8) >= 0 || head.IndexOf("import "u8) >= 0 || head.IndexOf("export "u8) >= 0 ? 1 : 0;
        signs += head.IndexOf("return"u8) >= 0 ? 1 : 0;
        signs += head.IndexOf("==="u8) >= 0 || head.IndexOf("=="u8) >= 0 ? 1 : 0;
        signs += head.IndexOf(");"u8) >= 0 || head.IndexOf("()"u8) >= 0 ? 1 : 0;
        return signs >= 3;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = bytes[..Math.Min(bytes.Length, 8192)];
        int odd = 0;
        foreach (byte one in head)
        {
            if (one == 0)
                return false;
            odd += one < 0x20 && one is not ((byte)'\n' or (byte)'\r' or (byte)'\t' or 0x0c or 0x1b) ? 1 : 0;
        }

        return odd * 50 <= head.Length && (System.Text.Unicode.Utf8.IsValid(head) || IsNearlyUtf8(head));
    }

    // The head may end in the middle of a character.
    private static bool IsNearlyUtf8(ReadOnlySpan<byte> head)
    {
        for (int cut = 1; cut <= 3 && cut < head.Length; cut++)
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
                return true;
        return false;
    }
}
