using Vitrine.Cli.Report;
using Vitrine.Runtime.Queries;

namespace Vitrine.Cli.Commands;

/// <summary>One line on a terminal that says how far a search is, when it takes long; it leaves nothing behind.</summary>
internal sealed class LogProgress(OutputStream messages, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Beat = TimeSpan.FromMilliseconds(200);
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _lock = new();
    private long _shown;
    private bool _isShown;

    /// <summary>Takes how far it is, from any thread.</summary>
    public void Tell(SearchProgress progress)
    {
        if (!messages.IsTerminal || messages.IsPlain || time.GetElapsedTime(_start) < Patience)
            return;
        lock (_lock)
        {
            if (_isShown && time.GetElapsedTime(_shown) < Beat)
                return;
            _shown = time.GetTimestamp();
            _isShown = true;
            Write(progress.OfBlocks > 0
                ? $"\r{Quantity.Number(progress.Blocks)} of {Quantity.Of(progress.OfBlocks, "block")} of entries read\x1b[K"
                : $"\r{Quantity.Number(progress.Sessions)} of {Quantity.Of(progress.Of, "session")}, {Quantity.Of(progress.Indexed, "entry", "entries")} indexed\x1b[K");
        }
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_isShown)
                Write("\r\x1b[K");
            _isShown = false;
        }
    }

    public void Dispose() => Clear();

    private void Write(string text)
    {
        using StreamWriter writer = messages.OpenText();
        writer.Write(text);
    }
}
