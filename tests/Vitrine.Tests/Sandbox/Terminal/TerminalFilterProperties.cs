using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

public class TerminalFilterProperties
{
    // Pieces of sequences, in any order: far more of the machine is reached than with random bytes.
    private static readonly string[] Pieces =
    [
        "\e", "\e[", "\e]", "\eP", "\e_", "\e^", "\eX", "\ek", "\e\\", "\a", "\u0018", "\u001A", "\u0005", "\0", "\u007F", "\n", "\u000E", "\u000F",
        "\u00C2", "\u0080", "\u009B", "\u009C", "\u009D", "\u0090", "\u00C3", "\u00A9", "\u00E2", "\u00F0", "\u009F", "\u00E0", "\u00ED", "\u00C0", "\u00FF",
        "?", ">", "<", "=", "!", "$", " ", "\"", "'", "*", "#", "%", "(", ")", ";", ":", "0", "1", "2", "4", "6", "8", "21", "22", "25", "52", "1049", "2004",
        "99999",
        "h", "l", "m", "t", "u", "n", "c", "p", "q", "r", "s", "i", "y", "w", "J", "H", "k", "x", "@", "~", "A", "T", "[", "]",
        "0;", "8;;", "52;c;", "https://a", "file:/", "10;", "red", "9;4;", "1337;", "tmux;", "text", "caf\u00C3\u00A9", "\u00E4\u00BD\u00A0",
    ];

    private static Arbitrary<string> Streams { get; } = Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(string.Concat),
        Gen.Choose(0, 255).Select(b => ((char)b).ToString()).ListOf().Select(string.Concat)).ToArbitrary();

    private static Config Many { get; } = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(200);

    [Fact]
    public void The_output_never_holds_a_forbidden_sequence() =>
        Prop.ForAll(Streams, input =>
        {
            FilterRun run = new FilterRun().Write(input);
            Assert.Null(ForbiddenSequences.FirstIn(run.Output + run.Finish()));
        }).Check(Many);

    [Fact]
    public void The_output_passes_a_second_filter_unchanged() =>
        Prop.ForAll(Streams, input =>
        {
            FilterRun first = new FilterRun().Write(input);
            FilterRun second = new FilterRun().Write(first.Output);
            Assert.Equal(first.Output, second.Output);
            Assert.Empty(second.Dropped);
            Assert.Equal(first.Finish(), second.Finish());
        }).Check(Many);

    [Fact]
    public void The_output_is_never_longer_than_the_input() =>
        Prop.ForAll(Streams, input => Assert.InRange(FilterRun.Of(input).Length, 0, input.Length)).Check(Many);

    [Fact]
    public void Splits_do_not_matter() =>
        Prop.ForAll(Streams, Gen.Choose(1, 9).ToArbitrary(), (input, size) =>
        {
            FilterRun whole = new FilterRun().Write(input);
            var pieces = new FilterRun();
            foreach (char[] piece in input.Chunk(size))
                pieces.Write(new string(piece));
            Assert.Equal((whole.Output, whole.Finish()), (pieces.Output, pieces.Finish()));
            Assert.Equal(whole.Dropped, pieces.Dropped);
        }).Check(Many);

    [Fact]
    public void Unicode_text_survives_unchanged() =>
        Prop.ForAll(
            Gen.OneOf(Gen.Choose(0x20, 0x7E), Gen.Choose(0xA0, 0xD7FF), Gen.Choose(0xE000, 0x10FFFF), Gen.Choose(0x07, 0x0D)).ListOf().ToArbitrary(),
            Gen.Choose(1, 50).ToArbitrary(),
            (codes, size) =>
            {
                byte[] text = Encoding.UTF8.GetBytes(string.Concat(codes.Select(char.ConvertFromUtf32)));
                var run = new FilterRun();
                foreach (byte[] piece in text.Chunk(size))
                    run.Write(piece);
                Assert.Equal(Encoding.Latin1.GetString(text), run.Output);
                Assert.Empty(run.Dropped);
            }).Check(Many);
}
