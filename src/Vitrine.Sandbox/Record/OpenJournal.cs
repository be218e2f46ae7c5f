using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Vitrine.Core.Model;

namespace Vitrine.Sandbox.Record;

/// <summary>
/// The half of the recorder that the agent does not wait for: takes opened files from the ring, leaves out what the record has already, finds out whether
/// the file is there and whose thread it was, and records. One entry for each process, path and way of opening; system directories, which every
/// process reads again, and names that do not exist have one for the session. What is left out is counted.
/// </summary>
internal sealed class OpenJournal
{
    private const int MostKeys = 100_000, MostThreads = 50_000;
    private const long MostKeyBytes = 16 << 20, MostSideWeight = 16 << 20;
    private readonly EventRing _ring;
    private readonly IRecorder _recorder;
    private readonly ConcurrentQueue<(Observation Observation, int Weight)> _side = new();
    private readonly HashSet<byte[]> _seen = new(new KeyComparer());
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> _seenBytes;
    private readonly Dictionary<int, int> _processes = [];
    private readonly Thread _thread;
    private volatile BoxRoot? _root;
    private volatile bool _finished;
    private long _repeated, _keyBytes, _sideWeight;

    public OpenJournal(EventRing ring, IRecorder recorder)
    {
        (_ring, _recorder) = (ring, recorder);
        _seenBytes = _seen.GetAlternateLookup<ReadOnlySpan<byte>>();
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
    }

    public void Start() => _thread.Start();

    /// <summary>The box's tree, once its first process is known.</summary>
    public void UseRoot(BoxRoot root) => _root = root;

    /// <summary>Queues any other observation in its order among the opens; false when there is no room.</summary>
    /// <param name="observation">What to record.</param>
    /// <param name="weight">About how many characters it holds: the agent chooses how long an argument is.</param>
    public bool TryAdd(Observation observation, int weight)
    {
        // Bounded in number by the ring, where each has a marker. The marker is written first: the reader waits for the observation that belongs to it.
        if (Volatile.Read(ref _sideWeight) + weight > MostSideWeight || !_ring.TryWrite(new OpenEvent { Access = OpenAccess.Marker }, []))
            return false;
        Interlocked.Add(ref _sideWeight, weight);
        _side.Enqueue((observation, weight));
        return true;
    }

    /// <summary>Takes what is still in the ring and stops its thread; may be called again.</summary>
    public void Stop()
    {
        _finished = true;
        _ring.Wake();
        _thread.Join();
    }

    /// <summary>Stops, and says how much was counted only.</summary>
    public void Finish()
    {
        Stop();
        if (_repeated > 0)
            _recorder.Record(new OpensRepeated(_repeated));
    }

    private void Run()
    {
        Span<byte> key = stackalloc byte[TracedPath.Maximum + 8];
        int idle = 0;
        while (true)
        {
            bool last = _finished;
            if (_ring.TryRead(out OpenEvent opened, key[5..], out int length))
            {
                idle = 0;
                if (opened.Access == OpenAccess.Marker)
                {
                    (Observation Observation, int Weight) next;
                    while (!_side.TryDequeue(out next))
                        Thread.Yield();
                    Interlocked.Add(ref _sideWeight, -next.Weight);
                    _recorder.Record(next.Observation);
                }
                else
                {
                    Take(opened, key, length);
                }

                continue;
            }

            if (last)
                return;
            _ring.Wait(longIdle: ++idle > 25);
        }
    }

    private void Take(OpenEvent opened, Span<byte> key, int length)
    {
        Span<byte> path = key.Slice(5, length);
        bool shared = opened.Access != OpenAccess.Write && IsSystem(path);
        int process = shared ? 0 : ProcessOf(opened.Thread);
        key[0] = (byte)opened.Access;
        MemoryMarshal.Write(key[1..], process);
        ReadOnlySpan<byte> whole = key[..(5 + length)];
        if (_seenBytes.Contains(whole))
        {
            _repeated++;
            return;
        }

        Remember(whole);
        // The file's own name and not that of a link: a link in the workspace must not make a file elsewhere look like one of the workspace.
        UnixPath name = UnixPath.FromBytes(path);
        Span<byte> resolved = stackalloc byte[TracedPath.Maximum];
        int count = _root?.Resolve(path, resolved) ?? -1;
        if (count > 0 && (!shared || path.IndexOf("/.."u8) >= 0))
            name = UnixPath.FromBytes(resolved[..count]);
        bool exists = opened.Access == OpenAccess.Write || path.StartsWith("/proc/"u8) || _root is null || count > 0;
        if (!exists && !shared)
        {
            key[0] = 0xff;
            MemoryMarshal.Write(key[1..], 0);
            if (_seenBytes.Contains(whole))
            {
                _repeated++;
                return;
            }

            Remember(whole);
        }

        string access = opened.Access switch { OpenAccess.Write => "write", OpenAccess.List => "list", _ => "read" };
        _recorder.Record(new FileOpened(shared ? ProcessOf(opened.Thread) : process, name, access, exists));
    }

    private void Remember(ReadOnlySpan<byte> key)
    {
        // Forgetting costs a repeated entry, never a lost one.
        if (_seen.Count >= MostKeys || _keyBytes >= MostKeyBytes)
        {
            _seen.Clear();
            _keyBytes = 0;
        }

        _keyBytes += key.Length;
        _seenBytes.Add(key);
    }

    private int ProcessOf(int thread)
    {
        if (_processes.TryGetValue(thread, out int process))
            return process;
        if (_processes.Count >= MostThreads)
            _processes.Clear();
        process = ProcessStatus.Read(thread).Group;
        return _processes[thread] = process == 0 ? thread : process;
    }

    internal static bool IsSystem(ReadOnlySpan<byte> path) =>
        path.StartsWith("/usr/"u8)
        || path.StartsWith("/lib/"u8)
        || path.StartsWith("/lib64/"u8)
        || path.StartsWith("/lib32/"u8)
        || path.StartsWith("/etc/"u8)
        || path.StartsWith("/bin/"u8)
        || path.StartsWith("/sbin/"u8)
        || path.StartsWith("/opt/"u8) || path.StartsWith("/sys/"u8) || path.StartsWith("/dev/"u8);

    private sealed class KeyComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
