using Vitrine.Core.Model;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Network;

/// <summary>Real exchanges with the one host that a machine with these tests can reach: the registry that its npm is configured for.</summary>
public sealed class AllowTests(Machine machine)
{
    [Theory]
    [InlineData("curl -fsS --http2 -o /dev/null -w '%{http_code} %{http_version}' $URL", "200 2", "2")]
    [InlineData("curl -fsS --http1.1 -o /dev/null -w '%{http_code} %{http_version}' $URL", "200 1.1", "1.1")]
    [InlineData("node -e 'fetch(process.env.URL).then(async r => console.log(r.status, (await r.text()).length > 0))'", "200 true\n", null)]
    [InlineData("python3 -c 'import os, urllib.request as u; print(u.urlopen(os.environ[\"URL\"]).status)'", "200\n", null)]
    public async Task An_allowed_host_is_reached_with_its_certificate_verified(string command, string answer, string? version)
    {
        Desk desk = await machine.DeskAsync();
        Finished run = (await desk.ShellAsync($"URL={machine.Registry.TrimEnd('/')}/is-odd; export URL; {command}", "--allow-private", Host)).Exits(0);
        Assert.Equal(answer, run.Text);
        SessionRecord record = (await run.RecordAsync()).IsWhole();
        RequestStarted asked = Assert.Single(record.All<RequestStarted>());
        Assert.EndsWith("/is-odd", asked.Url, StringComparison.Ordinal);
        Assert.Equal(version ?? asked.HttpVersion, asked.HttpVersion);
        RequestEnded ended = Assert.Single(record.All<RequestEnded>());
        Assert.Equal(("upstream", 200), (ended.AnsweredBy, ended.Status));
        Assert.True(ended.BytesIn > 0);
    }

    [Fact]
    public async Task A_host_that_is_not_allowed_has_no_address_and_the_report_names_the_option()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = await desk.ShellAsync($"getent hosts {Host}; curl -sS {machine.Registry}", "--allow", "example.org");
        run.Exits(6);
        Assert.Equal("", run.Text);
        Assert.Contains($"--allow {Host}", run.Error, StringComparison.Ordinal);
        Assert.Contains((await run.RecordAsync()).LeftNothing().All<NameLookedUp>(), lookUp => lookUp.Name == Host && lookUp.Answer == "nxdomain");
    }

    [Fact]
    public async Task Another_name_over_an_allowed_connection_is_refused()
    {
        Desk desk = await machine.DeskAsync();
        Finished run = await desk.ShellAsync($"curl -sS -o /dev/null -w '%{{http_code}}' -H 'Host: other.example' {machine.Registry}", "--allow-private", Host);
        Assert.NotEqual("200", run.Text);
        (await run.RecordAsync()).LeftNothing();
    }

    private string Host => new Uri(machine.Registry).Host;
}
