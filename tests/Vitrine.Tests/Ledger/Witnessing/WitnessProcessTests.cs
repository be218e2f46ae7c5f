using System.Net.Sockets;
using System.Runtime.InteropServices;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;
using Vitrine.Tests.Layout;
using Xunit;

namespace Vitrine.Tests.Ledger.Witnessing;

[Collection(ProcessStartingTests.Name)]
public sealed partial class WitnessProcessTests : IDisposable
{
    private const int FileSizeLimit = 1, SizeExceeded = 25; // RLIMIT_FSIZE, SIGXFSZ
    private const string Name = "Vitrine.Tests.Ledger.Witnessing.WitnessProcessTests.";
    private readonly ScratchDirectory _scratch = new();

    private string Directory => _scratch["witness"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_witness_killed_between_disk_and_answer_has_cosigned_and_cosigns_no_other_history()
    {
        using TestLog log = Prepare();
        using (var child = new Child(_scratch.Root, Name + nameof(Child_that_never_answers)))
        {
            Assert.Equal(20, child.Next()); // It is on disk, and nobody has the answer.
            Assert.Null(Witness.Open(Directory, TimeProvider.System));
            child.Kill();
        }

        using Witness witness = Reopen(log);
        // The client tries again with what it knows, and gets what it did not get before.
        Assert.Equal(new AddCheckpointAnswer(AddCheckpointOutcome.OtherSize, log.Origin, 20), witness.Add(log.Request(10, 20)));
        Assert.Equal(AddCheckpointOutcome.Inconsistent, witness.Add(log.Fork(10, 10).Request(20)).Outcome);
        Assert.Equal(AddCheckpointOutcome.Cosigned, witness.Add(log.Request(20, 20)).Outcome);
    }

    [Fact]
    public void A_witness_killed_at_any_moment_remembers_all_that_it_answered()
    {
        using TestLog log = Prepare();
        long answered = 10;
        for (int kills = 0; kills < 8; kills++)
        {
            using (var child = new Child(_scratch.Root, Name + nameof(Child_that_cosigns_without_end)))
            {
                for (int i = 0; i < 3 + (7 * kills); i++)
                    answered = child.Next() ?? throw new InvalidOperationException("The child is gone.");
                child.Kill();
                while (child.Next() is { } more)
                    answered = more;
            }

            File.Delete(_scratch["acknowledged"]); // The socket of the child that is gone.
            using Witness witness = Reopen(log);
            long seen = witness.Add(log.Request(0, 1)).WitnessedSize;
            // What was written last may be without its answer; one at most, since one at a time was asked.
            Assert.InRange(seen, answered, answered + 1);
            log.Grow((int)Math.Max(0, seen - log.Size));
            Assert.Equal(AddCheckpointOutcome.Cosigned, witness.Add(log.Request(seen, seen)).Outcome);
            Assert.Equal(AddCheckpointOutcome.Inconsistent, witness.Add(log.Fork((int)seen - 1, 1).Request(seen)).Outcome);
            answered = seen;
        }
    }

    [Fact]
    public void A_disk_that_is_full_in_the_middle_of_a_checkpoint_leaves_the_one_before_and_gives_no_cosignature()
    {
        using TestLog log = Prepare();
        byte[] before = File.ReadAllBytes(Assert.Single(System.IO.Directory.GetFiles(Path.Combine(Directory, "checkpoints"))));
        using (var child = new Child(_scratch.Root, Name + nameof(Child_whose_files_may_not_grow)))
        {
            Assert.Equal(-1, child.Next());
            Assert.Equal(-1, child.Next());
            child.WaitForExit();
        }

        Assert.Equal(before,
            File.ReadAllBytes(System.IO.Directory.GetFiles(Path.Combine(Directory, "checkpoints"))
                .Single(path => !path.EndsWith(".new", StringComparison.Ordinal))));
        using Witness witness = Reopen(log);
        Assert.Single(System.IO.Directory.GetFiles(Path.Combine(Directory, "checkpoints")));
        Assert.Equal(AddCheckpointOutcome.Cosigned, witness.Add(log.Request(10)).Outcome);
    }

    [Fact(Explicit = true)]
    public void Child_whose_files_may_not_grow()
    {
        using Socket parent = Child.Connect();
        using TestLog log = ChildLog().Grow(20);
        using Witness witness = Witness.Open(Path.Combine(Child.OwnDirectory, "witness"), TimeProvider.System)!;
        witness.Logs = Logs(log);
        using var ignored = PosixSignalRegistration.Create((PosixSignal)SizeExceeded, context => context.Cancel = true);
        // The first hundred bytes are written, and then no more.
        ulong[] limit = [100, 100];
        Assert.Equal(0, SetLimit(FileSizeLimit, limit));
        for (int i = 0; i < 2; i++)
        {
            // The second time it does not even try.
            Assert.ThrowsAny<IOException>(() => witness.Add(log.Request(10)));
            parent.Send(BitConverter.GetBytes(-1L));
        }
    }

    [Fact(Explicit = true)]
    public void Child_that_never_answers()
    {
        using Socket parent = Child.Connect();
        using TestLog log = ChildLog();
        using Witness witness = Witness.Open(Path.Combine(Child.OwnDirectory, "witness"), TimeProvider.System)!;
        witness.Logs = Logs(log);
        witness.Persisted = () =>
        {
            parent.Send(BitConverter.GetBytes(20L));
            using var never = new ManualResetEventSlim();
            never.Wait(TestContext.Current.CancellationToken);
        };
        witness.Add(log.Grow(20).Request(10));
    }

    [Fact(Explicit = true)]
    public void Child_that_cosigns_without_end()
    {
        using Socket parent = Child.Connect();
        using TestLog log = ChildLog();
        using Witness witness = Witness.Open(Path.Combine(Child.OwnDirectory, "witness"), TimeProvider.System)!;
        witness.Logs = Logs(log);
        log.Grow(1);
        long size = witness.Add(log.Request(0)).WitnessedSize;
        log.Grow((int)size - 1);
        while (true)
        {
            log.Grow(1);
            if (witness.Add(log.Request(log.Size - 1)).Outcome == AddCheckpointOutcome.Cosigned)
                parent.Send(BitConverter.GetBytes(log.Size));
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, ulong[] limit);

    private static TestLog ChildLog() => NoteSigner.TryParse(File.ReadAllText(Path.Combine(Child.OwnDirectory, "log.key")), out NoteSigner? signer)
        ? new TestLog(signer.Name, signer)
        : throw new InvalidOperationException("The parent wrote no key.");

    private static KnownLogs Logs(TestLog log) =>
        KnownLogs.TryParse(log.Key, [], out KnownLogs known, out string? problem) ? known : throw new InvalidOperationException(problem);

    private TestLog Prepare()
    {
        TestLog log = new TestLog("killed.example/log").Grow(20);
        File.WriteAllText(_scratch["log.key"], log.Signer.ToPrivateText());
        Witness.Create(Directory, "witness.example.com/w1");
        using Witness witness = Reopen(log);
        Assert.Equal(AddCheckpointOutcome.Cosigned, witness.Add(log.Request(0, 10)).Outcome);
        return log;
    }

    private Witness Reopen(TestLog log)
    {
        Witness witness = Witness.Open(Directory, TimeProvider.System) ?? throw new InvalidOperationException("It is locked.");
        witness.Logs = Logs(log);
        return witness;
    }
}
