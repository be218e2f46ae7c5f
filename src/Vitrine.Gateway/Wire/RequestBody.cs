using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Vitrine.Gateway.Wire;

/// <summary>A request's body as JSON, or why it is none.</summary>
/// <param name="Json">The body.</param>
/// <param name="Status">The status to refuse it with, when there is none.</param>
/// <param name="Fault">Why, for the client.</param>
internal readonly record struct RequestBody(JsonElement? Json, int Status, string? Fault)
{
    /// <summary>Reads and decodes the body of at most <paramref name="maximum"/> bytes, before and after decompression.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, int maximum, CancellationToken cancellation)
    {
        using Stream? decoder = OpenDecoder(request);
        if (decoder is null)
            return new(null, StatusCodes.Status415UnsupportedMediaType, "The content encoding is not supported; use gzip, deflate, br or none.");
        ArrayBufferWriter<byte> bytes = new();
        try
        {
            int read;
            do
            {
                read = await decoder.ReadAsync(bytes.GetMemory(16 << 10), cancellation).ConfigureAwait(false);
                bytes.Advance(read);
            }
            while (read > 0 && bytes.WrittenCount <= maximum);
        }
        // The Brotli decoder reports broken data as an invalid operation.
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException && e is not ObjectDisposedException)
        {
            return new(null, StatusCodes.Status400BadRequest, "The request body does not decode as its content encoding says.");
        }
        catch (BadHttpRequestException e)
        {
            return new(null, e.StatusCode, "The request body is too large or was cut short.");
        }

        if (bytes.WrittenCount > maximum)
            return new(null, StatusCodes.Status413PayloadTooLarge, $"The request body is larger than {maximum} bytes.");
        // The buffer is ours alone; parsing changes it in place.
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes.WrittenMemory, out ArraySegment<byte> own);
        JsonElement? json = JsonBody.Parse(own, out string? fault);
        return new(json, StatusCodes.Status400BadRequest, fault);
    }

    private static Stream? OpenDecoder(HttpRequest request) => request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
    {
        "" or "identity" => request.BodyReader.AsStream(leaveOpen: true),
        "gzip" or "x-gzip" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        _ => null,
    };
}
