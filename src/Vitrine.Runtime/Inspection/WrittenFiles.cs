using Vitrine.Core.Model;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Files of the workspace that the record saw opened for writing or renamed. A file is written after it is opened, so the latest ones are given out again and
/// again; a file that did not change costs one look.
/// </summary>
internal sealed class WrittenFiles(UnixPath workspace)
{
    private const int MostWaiting = 50_000, MostLatest = 256;
    private readonly Lock _lock = new();
    private readonly HashSet<UnixPath> _waiting = [];
    private readonly Queue<UnixPath> _latest = new();
    private readonly string _top = workspace.ToString() + "/";

    /// <summary>Takes an entry of the record in.</summary>
    public void Add(Entry entry)
    {
        switch (entry.Data)
        {
            case FileOpened { Access: "write" } opened:
                Add(opened.Path);
                break;
            case FileChanged changed:
                Add(changed.Path);
                if (changed.Target is { } target)
                    Add(target);
                break;
        }
    }

    /// <summary>The files to look at now, relative to the workspace.</summary>
    public IReadOnlyList<UnixPath> Take()
    {
        lock (_lock)
        {
            UnixPath[] all = [.. _waiting.Concat(_latest).Distinct()];
            foreach (UnixPath path in _waiting)
            {
                if (_latest.Count == MostLatest)
                    _latest.Dequeue();
                _latest.Enqueue(path);
            }

            _waiting.Clear();
            return all;
        }
    }

    private void Add(UnixPath path)
    {
        string text = path.ToString();
        if (!path.IsText || !text.StartsWith(_top, StringComparison.Ordinal))
            return;
        lock (_lock)
            if (_waiting.Count < MostWaiting)
                _waiting.Add(new UnixPath(text[_top.Length..]));
    }
}
