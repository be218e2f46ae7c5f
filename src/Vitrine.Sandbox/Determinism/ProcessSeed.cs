using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Sandbox.Determinism;

/// <summary>
/// What a process's randomness follows from: its parent's, the name of its program, and how many of that name its parent had started before. Not its number and
/// not its arguments, which may hold a path that differs from run to run without anything else being different.
/// </summary>
internal sealed class ProcessSeed
{
    // A process that starts more different names, or streams, than this gives the rest one name: they then depend on their order.
    private const int MostNames = 1024, MostStreams = 4096;
    private readonly byte[] _key;
    private readonly Dictionary<string, uint> _children = [], _threadNames = [];
    private readonly Dictionary<(int Thread, int Length), SeededRandom> _threads = [], _alike = [];
    private SeededRandom? _openings;

    private ProcessSeed(byte[] key) => _key = key;

    /// <summary>The one that all others come from.</summary>
    public static ProcessSeed Root(ulong seed)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, seed);
        return new ProcessSeed(SHA256.HashData(bytes));
    }

    /// <summary>That of the next child with this program.</summary>
    public ProcessSeed Child(string program) => new(Derive("child", program, Count(_children, program)));

    /// <summary>The bytes that the kernel lays into each new program (AT_RANDOM in getauxval(3)).</summary>
    public byte[] StartBytes() => Derive("start", "", 0)[..16];

    /// <summary>What places of the random files the process gets, one after the other.</summary>
    public SeededRandom Openings => _openings ??= new SeededRandom(Derive("open", "", 0));

    /// <summary>
    /// The stream from which one thread gets answers of one length. Were there one for the process, what a thread gets would depend on which of them comes
    /// first. Threads are told apart by their names and, among those of one name, by which asks first; and by length, because in a pool whose workers all ask
    /// for several things (a seed, the keys of a table) any of them may be first with each.
    /// </summary>
    /// <param name="thread">Its number.</param>
    /// <param name="length">How many bytes it asks for.</param>
    /// <param name="nameOf">Gives its name; asked once.</param>
    public SeededRandom Stream(int thread, int length, Func<int, string> nameOf)
    {
        if (_threads.TryGetValue((thread, length), out SeededRandom? known))
            return known;
        if (_threads.Count >= MostStreams)
            _threads.Clear(); // Most have ended; one that goes on gets a new stream.
        string name = string.Create(CultureInfo.InvariantCulture, $"{length} {nameOf(thread)}");
        return _threads[(thread, length)] = new SeededRandom(Derive("thread", name, Count(_threadNames, name)));
    }

    /// <summary>
    /// The stream of one thread for what nobody relies on being unique (GRND_INSECURE in getrandom(2), with which Rust asks for the keys of its hash tables):
    /// the same for all threads of the process, so that a table has the same order whichever worker makes it.
    /// </summary>
    public SeededRandom Alike(int thread, int length)
    {
        if (_alike.TryGetValue((thread, length), out SeededRandom? known))
            return known;
        if (_alike.Count >= MostStreams)
            _alike.Clear();
        return _alike[(thread, length)] = new SeededRandom(Derive("alike", "", (uint)length));
    }

    private static uint Count(Dictionary<string, uint> names, string name)
    {
        if (names.Count >= MostNames && !names.ContainsKey(name))
            name = "";
        uint before = names.GetValueOrDefault(name);
        names[name] = before + 1;
        return before;
    }

    private byte[] Derive(string purpose, string name, uint number) =>
        SHA256.HashData([.. _key, .. Encoding.UTF8.GetBytes(purpose), 0, .. Encoding.UTF8.GetBytes(name), 0, .. BitConverter.GetBytes(number)]);
}
