using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Text;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class DateFormsTests
{
    private static readonly KnownValues s_values = KnownValues.Of(new MachineFacts
    {
        HostName = "dev-pc",
        UserName = "sam",
        Home = "/home/sam",
        Workspace = "/home/sam/w",
        TimeZone = "Etc/UTC",
        Locale = "fa_IR.UTF-8",
        Endpoint = "http://localhost:8080",
        Start = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
    });

    [Theory]
    [InlineData("on ۱۴۰۵/۸/۳۰, ۱۰:۰۰:۰۰")]
    [InlineData("١٢/١١/٢٠٢٦")]
    [InlineData("२०२६-११-२१ and Nov ٢١, 2026 and ٢١ Nov 2026")]
    [InlineData("２０２６１１２１ or ２０２６－１１－２１")]
    public void Digits_of_other_scripts_are_read_as_no_date_and_do_no_harm(string text) => Assert.Equal(text, s_values.Replace(text, loose: true));

    [Theory]
    [InlineData("on 2026-11-21", "on {Y}-{M}-{D}")]
    [InlineData("Nov 21, 2026", "{Mon} {D}, {Y}")]
    [InlineData("20261121T100005-1a2b", "{YMD}T{hms:6}-1a2b")]
    [InlineData("20261121100005", "{YMD}{hms:6}")]
    [InlineData("run-20261121-1000.log", "run-{YMD}-{hms:4}.log")]
    [InlineData("20261121T235959-1a2b", "{YMD}T235959-1a2b")]
    public void The_sessions_own_date_is_one(string text, string form) => Assert.Equal(form, s_values.Replace(text, loose: true));
}
