using Vitrine.Sandbox.Determinism;
using Xunit;

namespace Vitrine.Tests.Sandbox.Determinism;

public sealed class ProcessSeedTests
{
    [Fact]
    public void The_generator_is_the_published_one()
    {
        // The reference implementation's output for the state 1, 2, 3, 4.
        byte[] key = new byte[32];
        for (int i = 0; i < 4; i++)
            key[i * 8] = (byte)(i + 1);
        var random = new SeededRandom(key);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    [Fact]
    public void Every_length_is_filled()
    {
        for (int length = 0; length < 40; length++)
        {
            byte[] bytes = new byte[length + 1], again = new byte[length];
            Root().Stream(1, 32, First).Fill(bytes.AsSpan(0, length));
            Root().Stream(1, 32, First).Fill(again);
            Assert.Equal(again, bytes[..length]);
            Assert.Equal(0, bytes[length]);
        }
    }

    [Fact]
    public void Children_follow_from_their_parent_their_program_and_their_turn()
    {
        (ProcessSeed one, ProcessSeed other) = (Root(), Root());
        string[] first = [Start(one.Child("git")), Start(one.Child("node")), Start(one.Child("git"))];
        string[] second = [Start(other.Child("git")), Start(other.Child("git")), Start(other.Child("node"))];
        Assert.Equal([first[0], first[2], first[1]], second);
        Assert.Equal(3, first.Distinct().Count());
        Assert.NotEqual(Start(Root().Child("git").Child("node")), Start(Root().Child("node").Child("git")));
        Assert.NotEqual(first[0], Start(ProcessSeed.Root(2).Child("git")));
    }

    [Fact]
    public void Threads_have_streams_of_their_own_whichever_asks_first()
    {
        (ProcessSeed one, ProcessSeed other) = (Root(), Root());
        (ulong main, ulong pool) = (one.Stream(10, 32, First).Next(), one.Stream(11, 32, Pool).Next());
        (ulong pool2, ulong main2) = (other.Stream(97, 32, Pool).Next(), other.Stream(90, 32, First).Next());
        Assert.Equal((main, pool), (main2, pool2));
        Assert.NotEqual(one.Stream(10, 32, First).Next(), main);
        Assert.NotEqual(one.Stream(12, 32, Pool).Next(), pool);
    }

    [Fact]
    public void In_a_pool_any_worker_may_be_first_with_each_length()
    {
        (ProcessSeed one, ProcessSeed other) = (Root(), Root());
        (ulong table, ulong seed) = (one.Stream(11, 16, Pool).Next(), one.Stream(12, 32, Pool).Next());
        Assert.Equal((seed, table), (other.Stream(91, 32, Pool).Next(), other.Stream(91, 16, Pool).Next()));
        Assert.NotEqual(seed, table);
    }

    [Fact]
    public void Keys_of_hash_tables_are_the_same_in_all_threads_of_a_process()
    {
        ProcessSeed seed = Root();
        (ulong first, ulong second) = (seed.Alike(1, 16).Next(), seed.Alike(1, 16).Next());
        Assert.Equal((first, second), (seed.Alike(2, 16).Next(), seed.Alike(2, 16).Next()));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, seed.Alike(1, 8).Next());
        Assert.NotEqual(first, Root().Child("git").Alike(1, 16).Next());
    }

    [Fact]
    public void More_names_and_threads_than_anybody_needs_cost_no_more_memory()
    {
        ProcessSeed seed = Root();
        var seen = new HashSet<ulong>();
        for (int i = 0; i < 20_000; i++)
            Assert.True(seen.Add(seed.Stream(i, 32, number => $"thread {number}").Next()));
        var started = new HashSet<string>();
        for (int i = 0; i < 5_000; i++)
            Assert.True(started.Add(Start(seed.Child($"program {i}"))));
    }

    [Fact]
    public void Files_that_give_randomness_are_known_by_their_names()
    {
        Assert.Equal(RandomFileKind.Bytes, RandomFiles.KindOf("/dev/urandom"u8));
        Assert.Equal(RandomFileKind.Bytes, RandomFiles.KindOf("/dev/random"u8));
        Assert.Equal(RandomFileKind.Uuid, RandomFiles.KindOf("/proc/sys/kernel/random/uuid"u8));
        Assert.Equal(RandomFileKind.None, RandomFiles.KindOf("/dev/urandom2"u8));
        Assert.Equal(RandomFileKind.None, RandomFiles.KindOf(""u8));
    }

    [Fact]
    public void Each_view_of_the_random_file_begins_elsewhere_and_has_an_end()
    {
        using var files = new RandomFiles(3);
        using var same = new RandomFiles(3);
        using var other = new RandomFiles(4);
        string first = Read(files, 5);
        Assert.Equal(first, Read(files, 5));
        Assert.Equal(first, Read(same, 5));
        Assert.NotEqual(first, Read(files, 6));
        Assert.NotEqual(first, Read(other, 5));
        using var view = new FileStream(files.Open(RandomFileKind.Bytes, ulong.MaxValue), FileAccess.Read);
        Assert.InRange(view.Length - view.Position, 8 << 20, 16 << 20);
        using var uuid = new StreamReader(new FileStream(files.Open(RandomFileKind.Uuid, 9), FileAccess.Read));
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$", uuid.ReadToEnd());
    }

    private static string Read(RandomFiles files, ulong place)
    {
        using var view = new FileStream(files.Open(RandomFileKind.Bytes, place), FileAccess.Read);
        byte[] bytes = new byte[64];
        view.ReadExactly(bytes);
        return Convert.ToHexString(bytes);
    }

    private static ProcessSeed Root() => ProcessSeed.Root(1);

    private static string Start(ProcessSeed seed) => Convert.ToHexString(seed.StartBytes());

    private static string First(int thread) => "node\n";

    private static string Pool(int thread) => "libuv-worker\n";
}
