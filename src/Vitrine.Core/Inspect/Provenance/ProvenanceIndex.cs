using System.Runtime.CompilerServices;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>
/// Knows the lines of the workspace's files, in all versions that it was given, and finds them in text. Safe for use by many threads: <see cref="Find"/> takes
/// no lock and sees each file wholly or not yet; additions wait for each other, but files are read and hashed before that, in parallel.
/// </summary>
public sealed unsafe class ProvenanceIndex
{
    /// <summary>Dense bytes that a line must have to be looked up. Shorter ones are found beside others only.</summary>
    internal const int ShortestLine = 6;

    private readonly ProvenanceOptions _options;
    private readonly Lock _adding = new();
    private readonly Dictionary<UInt128, SourceFile> _known = [];
    private readonly Dictionary<UnixPath, UInt128> _latest = [];
    private readonly ScratchPool _scratch = new();
    private SourceFile[] _files = new SourceFile[64];
    private long _kept, _text;
    private int _count, _byDigest, _leftOut, _additions;

    /// <summary>Makes an empty index.</summary>
    public ProvenanceIndex(ProvenanceKey key, ProvenanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        (options ??= new()).Validate();
        (Key, _options) = (key, options);
    }

    internal ProvenanceKey Key { get; }

    internal FingerprintTable Lines { get; } = new();

    internal FingerprintTable Fragments { get; } = new();

    /// <summary>Paths, each with the versions of its file.</summary>
    internal FingerprintTable Names { get; } = new();

    internal int LeastEvidence => _options.LeastEvidence;

    internal int LeastSupported => _options.LeastSupported;

    /// <summary>What is held now.</summary>
    public ProvenanceStatistics Statistics
    {
        get
        {
            lock (_adding)
                return new(_count, _byDigest, _leftOut, _kept);
        }
    }

    /// <summary>Adds a file, or a newer version of one: what the version before had and this one has not stays known.</summary>
    public ProvenanceAddition Add(UnixPath path, ReadOnlySpan<byte> content)
    {
        if (content.Length > _options.LongestFile)
            return LeaveOut(ProvenanceAddition.TooLong);
        if (content.Contains((byte)0))
            return ProvenanceAddition.Binary;
        bool keepText = Volatile.Read(ref _text) + content.Length <= _options.MostText;
        SourceFile file = SourceFile.Read(path, content, keepText, Key);
        int[] places = keepText ? new int[Math.Max(0, file.Dense!.Length) + Winnowing.Overwrite] : [];
        int chosen = 0;
        if (keepText)
            fixed (int* to = places)
                chosen = Winnowing.Choose(file.DensePointer, file.Dense!.Length - (2 * DenseText.Slack), Key, to);
        lock (_adding)
        {
            if (_known.TryGetValue(file.Identity, out SourceFile? same))
            {
                if (!same.HasPath(path))
                {
                    same.AddPath(path);
                    Names.Add(HashOf(path), Array.IndexOf(_files, same), 0, null);
                }

                _latest[path] = file.Identity;
                Volatile.Write(ref _additions, _additions + 1);
                return ProvenanceAddition.Known;
            }

            if (_kept + file.Weight > _options.MostKept)
                return LeaveOut(ProvenanceAddition.Full);
            Insert(file, places.AsSpan(0, chosen));
            _latest[path] = file.Identity;
            // Only now: who reads the older number may search more than it stands for, never less.
            Volatile.Write(ref _additions, _additions + 1);
            return ProvenanceAddition.Added;
        }
    }

    /// <summary>Finds lines of the indexed files in text, pieces of which end with a zero byte. Nothing is found across pieces.</summary>
    /// <returns>One entry for each version of a file in each piece, in the order of the pieces and by path; nothing is allocated where there is none.</returns>
    public IReadOnlyList<SourceInPiece> FindInPieces(ReadOnlySpan<byte> text)
    {
        if (Volatile.Read(ref _count) == 0 || text.IsEmpty)
            return [];
        ScanScratch scratch = _scratch.Take();
        try
        {
            new ProvenanceScan(this, scratch).Find(text);
            return scratch.Found.Count == 0 ? [] : Attribution.Of(this, scratch.Found, text);
        }
        finally
        {
            scratch.Forget();
            _scratch.Return(scratch);
        }
    }

    /// <summary>The same, without saying in which piece.</summary>
    public IReadOnlyList<SourceFound> Find(ReadOnlySpan<byte> text)
    {
        IReadOnlyList<SourceInPiece> found = FindInPieces(text);
        return found.Count == 0 ? [] : [.. found.Select(each => each.Source)];
    }

    /// <summary>Changes whenever something was added, so that what was remembered of texts searched before is not taken for the answer.</summary>
    public ulong Version => (ulong)Volatile.Read(ref _additions);

    /// <summary>
    /// Whether this very line, white space and a line number or diff mark before it aside, is in a file. The line has no line feed and no zero byte.
    /// </summary>
    [SkipLocalsInit]
    public bool HasLine(ReadOnlySpan<byte> line)
    {
        const int Longest = 4096;
        if (line.IsEmpty || line.Length > Longest || Volatile.Read(ref _count) == 0)
            return false;
        byte* buffer = stackalloc byte[Longest + (2 * DenseText.Slack)];
        DenseLine* lines = stackalloc DenseLine[(Longest / 2) + 2];
        int* forms = stackalloc int[LinePrefix.MostForms];
        byte* dense = buffer + DenseText.Slack;
        fixed (byte* raw = line)
        {
            int length = DenseText.Squeeze(raw, line.Length, dense, lines, out _);
            int prefixes = length > 0 && LinePrefix.May(*dense, *raw) ? LinePrefix.Forms(raw, raw + line.Length, forms) : 0;
            for (int form = -1; form < prefixes; form++)
            {
                int skipped = form < 0 ? 0 : forms[form];
                if (length - skipped >= ShortestLine && Stands(dense + skipped, length - skipped))
                    return true;
            }
        }

        return false;
    }

    private bool Stands(byte* dense, int length)
    {
        FingerprintTable.View view = Lines.Current;
        for (int entry = view.Find(Key.Hash.Of(dense, length)); entry != 0; entry = view.Next[entry])
        {
            long place = Volatile.Read(ref view.Places[entry]);
            if (File((int)(place >> 32)).IsLine((int)place, dense, length, Key))
                return true;
        }

        return false;
    }

    internal SourceFile File(int number) => Volatile.Read(ref _files)[number];

    /// <summary>Whether a version of a file is the last one that was given for one of its paths.</summary>
    internal bool IsLatest(SourceFile file)
    {
        lock (_adding)
            foreach (UnixPath path in file.Paths)
                if (_latest.TryGetValue(path, out UInt128 identity) && identity == file.Identity)
                    return true;
        return false;
    }

    private void Insert(SourceFile file, ReadOnlySpan<int> places)
    {
        int number = _count;
        if (number == _files.Length)
        {
            SourceFile[] longer = new SourceFile[_files.Length * 2];
            _files.CopyTo(longer, 0);
            Volatile.Write(ref _files, longer);
        }

        _files[number] = file;
        UnixPath path = file.Paths[0];
        // A place in an older version of the same file gives way to the one in this version: edits must not make a file's lines look common.
        Func<int, bool>? outdated = _latest.ContainsKey(path) ? other => other != number && _files[other].HasPath(path) : null;
        for (int line = 0; line < file.Ends.Length; line++)
            if (file.IsSeed[line])
                Lines.Add(file.Hashes[line], number, line, outdated);
        foreach (int place in places)
            Fragments.Add(Key.Hash.OfFragment(file.DensePointer + place), number, place, outdated);
        Names.Add(HashOf(path), number, 0, null);
        _known.Add(file.Identity, file);
        _kept += file.Weight;
        if (file.Dense is { } kept)
            Volatile.Write(ref _text, _text + kept.Length);
        else
            _byDigest++;
        Volatile.Write(ref _count, number + 1);
    }

    private ulong HashOf(UnixPath path)
    {
        byte[] name = [.. path.ToBytes(), .. new byte[DenseHash.Overread]];
        fixed (byte* at = name)
            return Key.Hash.Of(at, name.Length - DenseHash.Overread);
    }

    private ProvenanceAddition LeaveOut(ProvenanceAddition why)
    {
        Interlocked.Increment(ref _leftOut);
        return why;
    }
}
