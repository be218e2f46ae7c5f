using System.Buffers;
using System.Text;
using Vitrine.Sandbox.Terminal;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>One stream through a filter, in pieces; text is Latin-1, so that each character is a byte.</summary>
internal sealed class FilterRun(bool allowClipboard = false)
{
    private readonly TerminalFilter _filter = new(allowClipboard);
    private readonly ArrayBufferWriter<byte> _output = new();

    public string Output => Encoding.Latin1.GetString(_output.WrittenSpan);

    public IReadOnlyDictionary<string, long> Dropped => _filter.Dropped;

    public FilterRun Write(string latin1) => Write(Encoding.Latin1.GetBytes(latin1));

    public FilterRun Write(ReadOnlySpan<byte> bytes)
    {
        // A buffer of exactly the promised size: a byte more would throw.
        var buffer = new byte[_filter.MaximumOutput(bytes.Length)];
        _output.Write(buffer.AsSpan(0, _filter.Write(bytes, buffer)));
        return this;
    }

    public string Finish()
    {
        var buffer = new byte[TerminalFilter.MaximumFinish];
        return Encoding.Latin1.GetString(buffer, 0, _filter.Finish(buffer));
    }

    public static string Of(string latin1, bool allowClipboard = false) => new FilterRun(allowClipboard).Write(latin1).Output;

    /// <summary>The bytes of UTF-8 text, as Latin-1.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
