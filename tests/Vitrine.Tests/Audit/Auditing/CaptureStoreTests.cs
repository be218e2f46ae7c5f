using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Auditing;
using Vitrine.Audit.Experiment;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Auditing;

public sealed class CaptureStoreTests
{
    private static readonly Cell First = new(Variation.Baseline, AuditScripts.Hello, 0);

    private static readonly Cell Second = new(Variation.Baseline, AuditScripts.Hello, 1);

    [Fact]
    public void What_was_written_is_there_after_a_crash_in_the_middle_of_a_line()
    {
        using var simulation = new Simulation();
        Write(simulation, First);
        using (FileStream index = File.Open(Path.Combine(simulation.Folder, "index.jsonl"), FileMode.Append))
            index.Write("{\"session\":{\"cell\":\"hel"u8);
        File.WriteAllText(Path.Combine(simulation.Folder, "captures", "0002.json.gz"), "half a capture");
        using (CaptureStore store = CaptureStore.Open(simulation.Settings(resume: true)))
        {
            Assert.Equal("s", store.Read(store.Find(First)!).Session);
            Assert.Null(store.Find(Second));
            Assert.Equal(1.5, store.Elapsed);
            store.Write(Second, Capture(), 2);
        }

        using CaptureStore again = CaptureStore.Open(simulation.Settings(resume: true));
        Assert.NotNull(again.Find(Second));
        Assert.Equal("captures/0003.json.gz", again.Find(Second)!.File);
    }

    [Fact]
    public void An_audit_is_not_begun_over_another_nor_resumed_with_other_levels()
    {
        using var simulation = new Simulation();
        Write(simulation, First);
        Assert.Contains("--resume", Assert.Throws<IOException>(() => CaptureStore.Open(simulation.Settings())).Message, StringComparison.Ordinal);
        Assert.Contains("other levels", Assert.Throws<IOException>(() => CaptureStore.Open(simulation.Settings(resume: true) with { Levels = [] })).Message,
            StringComparison.Ordinal);
        Assert.Throws<IOException>(() => CaptureStore.Open(simulation.Settings(resume: true) with { Target = "another@1" }));
    }

    [Fact]
    public void Two_audits_do_not_share_a_directory()
    {
        using var simulation = new Simulation();
        using CaptureStore store = CaptureStore.Open(simulation.Settings());
        Assert.ThrowsAny<IOException>(() => CaptureStore.Open(simulation.Settings(resume: true)));
    }

    [Fact]
    public void A_capture_that_was_changed_is_refused()
    {
        using var simulation = new Simulation();
        Write(simulation, First);
        File.AppendAllText(Path.Combine(simulation.Folder, "captures", "0001.json.gz"), "x");
        using CaptureStore store = CaptureStore.Open(simulation.Settings(resume: true));
        Assert.Throws<InvalidDataException>(() => store.Read(store.Find(First)!));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("captures/../x.json.gz")]
    [InlineData("captures/x.json.gz")]
    [InlineData("/captures/0001.json.gz")]
    [InlineData("captures/.json.gz/../../0.json.gz")]
    [InlineData("captures")]
    [InlineData("captures/gz")]
    public void An_index_that_leads_elsewhere_is_refused(string file)
    {
        using var simulation = new Simulation();
        Write(simulation, First);
        string index = Path.Combine(simulation.Folder, "index.jsonl");
        File.WriteAllText(index, File.ReadAllText(index).Replace("captures/0001.json.gz", file, StringComparison.Ordinal));
        Assert.Throws<InvalidDataException>(() => CaptureStore.Open(simulation.Settings(resume: true)));
    }

    [Fact]
    public void Whatever_was_done_to_the_index_it_is_read_or_refused()
    {
        using var simulation = new Simulation();
        Write(simulation, First);
        string index = Path.Combine(simulation.Folder, "index.jsonl");
        byte[] good = File.ReadAllBytes(index);
        Prop.ForAll(Arb.From(from at in Gen.Choose(0, good.Length - 1) from value in Gen.Choose(0, 255) from cut in Gen.Choose(0, 3) select (at, value, cut)),
            change =>
        {
            byte[] bytes = [.. good];
            bytes[change.at] = (byte)change.value;
            File.WriteAllBytes(index, change.cut == 0 ? bytes[..change.at] : bytes);
            try
            {
                using CaptureStore store = CaptureStore.Open(simulation.Settings(resume: true));
            }
            catch (Exception refused) when (refused is IOException or InvalidDataException)
            {
                // Refused with words.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static void Write(Simulation simulation, Cell cell)
    {
        using CaptureStore store = CaptureStore.Open(simulation.Settings());
        store.Write(cell, Capture(), 1.5);
    }

    private static Capture Capture() => new() { Session = "s", Variation = "baseline", Repetition = 0, ExitStatus = 0, Seconds = 1 };
}
