using Xunit;

namespace Vitrine.Tests.Sandbox.Terminal;

/// <summary>The second opinion is worth something only if it objects to what the filter takes out.</summary>
public class ForbiddenSequencesTests
{
    [Theory]
    [InlineData("\u0005")]
    [InlineData("\e[21t")]
    [InlineData("\e[8;1;1t")]
    [InlineData("\e[>2t")]
    [InlineData("\e[5i")]
    [InlineData("\e[?5i")]
    [InlineData("\e[1;1;1;1;9;9*y")]
    [InlineData("\e[1$w")]
    [InlineData("\e[?2l")]
    [InlineData("\e[?1049;2l")]
    [InlineData("\e[12l")]
    [InlineData("\e[61\"p")]
    [InlineData("\e[=c")]
    [InlineData("\e[?2026s")]
    [InlineData("\e[4294967317m")]
    [InlineData("\e[12;1]")]
    [InlineData("\e%@")]
    [InlineData("\e G")]
    [InlineData("\eZ")]
    [InlineData("\ePx\e\\")]
    [InlineData("\e_x\e\\")]
    [InlineData("\e^x\e\\")]
    [InlineData("\eXx\e\\")]
    [InlineData("\ekx\e\\")]
    [InlineData("\e]52;c;aGk=\a")]
    [InlineData("\e]1337;File=:AA\a")]
    [InlineData("\e]7;file:///\a")]
    [InlineData("\e]9;hello\a")]
    [InlineData("\e]50;?\a")]
    [InlineData("\e]8;;file:///etc/passwd\a")]
    [InlineData("\e]8;;ssh://a\e\\")]
    [InlineData("\u00C2\u009B21t")]
    [InlineData("\u009B21t")]
    [InlineData("\u00C0\u009B")]
    [InlineData("\e[31")]
    [InlineData("\e]0;title")]
    [InlineData("\e")]
    public void It_objects(string output) => Assert.NotNull(ForbiddenSequences.FirstIn("a" + output));
}
