using System.Buffers;
using System.Text.Json;

namespace Vitrine.Runtime.Exports;

/// <summary>
/// Turns records into the bytes of one format. What it writes is a function of the record alone, never of what came before: so an export that was
/// interrupted anywhere and went on is the same as one that was not.
/// </summary>
internal abstract class RecordFormatter : IDisposable
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Content-Type of a batch (RFC 9110 section 8.3).</summary>
    public abstract string MediaType { get; }

    /// <summary>What stands before the records of a batch.</summary>
    public virtual ReadOnlyMemory<byte> Opening => default;

    /// <summary>What stands between two records.</summary>
    public virtual ReadOnlyMemory<byte> Separator => default;

    /// <summary>What stands after the records of a batch.</summary>
    public virtual ReadOnlyMemory<byte> Closing => default;

    /// <summary>Writes what a record becomes: never nothing, so that every entry can be accounted for.</summary>
    public abstract void Write(LedgerRecord record, ArrayBufferWriter<byte> output);

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The record's name: the same wherever and however often it is exported.</summary>
    protected static string StableId(string origin, long treeIndex) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{origin}#{treeIndex}");

    /// <summary>A writer of one JSON value; the caller flushes it.</summary>
    protected Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        _json.Reset(output);
        return _json;
    }

    /// <summary>Ends a line.</summary>
    protected static void EndLine(IBufferWriter<byte> output) => output.Write("\n"u8);
}
