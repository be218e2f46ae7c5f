using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class SharedStringsTests
{
    [Fact]
    public void The_same_text_is_kept_once() => Assert.Same(SharedStrings.Of(Anew("--same argument")), SharedStrings.Of(Anew("--same argument")));

    [Fact]
    public void A_long_text_stays_its_own()
    {
        string text = new('a', 5000);
        _ = SharedStrings.Of(text);
        Assert.NotSame(text, SharedStrings.Of(Anew(text)));
    }

    [Fact]
    public void Many_texts_at_once_mix_nothing_up() => Parallel.For(0, 100_000, i =>
        Assert.Equal($"--argument={i % 50_000}", SharedStrings.Of($"--argument={i % 50_000}")));

    private static string Anew(string text) => new(text.AsSpan());
}
