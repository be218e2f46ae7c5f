using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;
using Xunit;

namespace Vitrine.Tests.Runtime.Recording;

public sealed class EntryEncoderTests
{
    public static TheoryData<Observation> Huge()
    {
        // Control characters need six bytes each in JSON.
        string text = new('\u0001', 70_000);
        string[] list = [.. Enumerable.Repeat(new string('a', 1000), 5000)];
        HeaderField[] fields = [.. Enumerable.Range(0, 5000).Select(i => new HeaderField("x-" + i, text[..500]))];
        var path = new UnixPath("/" + text);
        UnixPath raw = UnixPath.FromBytes([.. Enumerable.Repeat((byte)0xff, 70_000)]);
        var decision = Decision.Deny(text, text);
        return
        [
            new SessionStarted(text, text, list, path, text, list, list, text), new SessionEnded(1, text, 1),
            new ProgramRun(1, 1, path, [text, .. list], raw, false), new FileOpened(1, raw, text, true), new FileChanged(1, path, text, raw),
            new SocketConnected(1, text, text, text), new SocketBound(1, text, text), new CallRefused(1, text, text, text),
            new NameLookedUp(text, text, text, decision), new FlowRefused(text, text, decision), new FlowEnded(text, 1, 1, 1, decision),
            new RequestStarted(1, text, text, text, fields, null, decision), new RequestEnded(1, 200, text, fields, null, null, 1, 1, 1, text),
            new FileHeldBack(path, text, raw), new EventsLost(text, 1, text),
        ];
    }

    [Theory]
    [MemberData(nameof(Huge), DisableDiscoveryEnumeration = true)]
    public void Observation_of_any_size_becomes_an_entry_of_its_kind_that_says_what_is_missing(Observation huge)
    {
        using var encoder = new EntryFixture();
        Entry entry = encoder.Encode(5, DateTimeOffset.UnixEpoch, huge, out bool isWhole);

        Assert.True(isWhole);
        Assert.IsType(huge.GetType(), entry.Data);
        Assert.InRange(encoder.Entry.Length, 1, Entry.MaximumSize);
        var read = Entry.Parse(encoder.Entry);
        Assert.Equal(entry.ToUtf8(), read.ToUtf8());
        Assert.Contains("[cut: ", RecorderFixture.Json(read.Data).Replace("\\u2026", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_is_as_mild_as_fits()
    {
        using var encoder = new EntryFixture();
        string[] arguments = [.. Enumerable.Repeat(new string('a', 4000), 30)];
        var entry = (ProgramRun)encoder.Encode(0, default, new ProgramRun(1, 1, new UnixPath("/p"), arguments, new UnixPath("/"), false), out _).Data;
        Assert.True(entry.ArgumentsCut);
        Assert.Equal(30, entry.Arguments.Count);
        Assert.All(entry.Arguments, argument => Assert.Equal(new string('a', 2048) + "…[cut: 1952 more characters]", argument));
    }

    [Fact]
    public void Entry_of_exactly_the_largest_size_is_not_cut()
    {
        using var encoder = new EntryFixture();
        encoder.Encode(0, default, new SocketBound(1, "unix", ""), out _);
        var largest = new SocketBound(1, "unix", new string('x', Entry.MaximumSize - encoder.Entry.Length));
        Assert.Same(largest, encoder.Encode(1, default, largest, out _).Data);
        Assert.Equal(Entry.MaximumSize, encoder.Entry.Length);
        var larger = largest with { Address = largest.Address + "x" };
        Assert.NotSame(larger, encoder.Encode(2, default, larger, out _).Data);
    }

    [Fact]
    public void What_no_cut_makes_fit_is_counted_as_lost()
    {
        using var encoder = new EntryFixture();
        var hopeless = new RequestStarted(1, "GET", "https://a/", "2", [], new PayloadReference(new string('1', 70_000), "", 1, false), default);
        Entry entry = encoder.Encode(3, default, hopeless, out bool isWhole);
        Assert.False(isWhole);
        Assert.Equal((3L, new EventsLost("recorder", 1, "too-large: RequestStarted")), (entry.Index, (EventsLost)entry.Data));
    }

    [Fact]
    public void Any_text_and_any_bytes_make_an_entry_that_can_be_read()
    {
        var texts = ArbMap.Default.ArbFor<string?>().Generator.Select(text => text ?? "");
        var bytes = Gen.Choose(1, 255).Select(b => (byte)b).ArrayOf();
        using var encoder = new EntryFixture();
        long index = 0;
        Prop.ForAll(texts.ArrayOf().ToArbitrary(), bytes.ToArbitrary(), (arguments, path) =>
        {
            var run = new ProgramRun(1, 1, UnixPath.FromBytes(path), arguments, UnixPath.FromBytes([.. path, 0xff]), false);
            encoder.Encode(index++, default, run, out bool isWhole);
            var read = (ProgramRun)Entry.Parse(encoder.Entry).Data;
            return isWhole
                && read.Program == run.Program
                && read.WorkingDirectory == run.WorkingDirectory
                && read.Arguments.SequenceEqual(arguments.Select(Valid));
        }).QuickCheckThrowOnFailure();
    }

    // A surrogate without its other half is no text; JSON gets U+FFFD for it.
    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
