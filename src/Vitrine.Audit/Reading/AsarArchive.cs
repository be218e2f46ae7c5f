using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Vitrine.Audit.Reading;

/// <summary>Electron's archive: four lengths (Chromium's pickle), a JSON tree of files with offsets, then their bytes.</summary>
internal static class AsarArchive
{
    private const int LongestHeader = 32 << 20;

    public static bool Looks(ReadOnlySpan<byte> bytes) => bytes.Length > 24 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 4
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) is > 8 and < LongestHeader && bytes[16] == '{' && bytes[17] == '"';

    public static void Read(ReadingState state, Origin origin, ReadOnlyMemory<byte> bytes)
    {
        uint headerSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[12..]);
        if (16 + (long)length > bytes.Length || 8 + (long)headerSize > bytes.Length)
        {
            state.Cut($"{origin.Name}: a damaged asar archive");
            return;
        }

        try
        {
            using JsonDocument header = JsonDocument.Parse(bytes.Slice(16, (int)length), new JsonDocumentOptions { MaxDepth = 128 });
            Walk(state, origin, bytes[(8 + (int)headerSize)..], header.RootElement, "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            state.Cut($"{origin.Name}: a damaged asar archive: {error.Message}");
        }
    }

    private static void Walk(ReadingState state, Origin origin, ReadOnlyMemory<byte> content, JsonElement directory, string path)
    {
        if (directory.ValueKind != JsonValueKind.Object || !directory.TryGetProperty("files", out JsonElement files) || files.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty file in files.EnumerateObject())
        {
            string name = path.Length == 0 ? file.Name : $"{path}/{file.Name}";
            if (file.Value.ValueKind == JsonValueKind.Object && file.Value.TryGetProperty("files", out _))
                Walk(state, origin, content, file.Value, name);
            else if (Range(file.Value, content.Length) is (int start, int size) && size > 0)
                state.NestedFile(origin, name, content.Slice(start, size));
        }
    }

    private static (int Start, int Size)? Range(JsonElement file, int length) =>
        file.ValueKind == JsonValueKind.Object && file.TryGetProperty("offset", out JsonElement offset) && offset.ValueKind == JsonValueKind.String
        && long.TryParse(offset.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out long start)
        && file.TryGetProperty("size", out JsonElement size) && size.TryGetInt64(out long bytes) && bytes >= 0 && start <= length && bytes <= length - start
            ? ((int)start, (int)bytes)
            : null;
}
