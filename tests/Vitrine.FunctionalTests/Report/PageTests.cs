using Microsoft.Playwright;
using Vitrine.FunctionalTests.Running;

namespace Vitrine.FunctionalTests.Report;

/// <summary>The page of <c>vitrine show --html</c>, in a real browser: Debian's chromium.</summary>
public sealed class PageTests(Machine machine)
{
    private const string Browser = "/usr/bin/chromium";

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task The_page_fits_loads_nothing_and_shows_hostile_names_as_text(int width, int height, ColorScheme scheme)
    {
        Desk desk = await machine.DeskAsync();
        (await desk.ShellAsync("echo x > '<img src=x onerror=document.title=1>'; curl -s -m 5 -d a=b 'http://one.example/<script>' ; curl -s -m 5 http://refused.example/; exit 0",
            "--allow", "one.example")).Exits(0);
        (await desk.VitrineAsync(["show", "--html", "page.html"])).Exits(0);
        string file = Path.Combine(desk.Workspace, "page.html");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Browser, Args = ["--no-sandbox"] });
        IPage page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        var asked = new List<string>();
        var complaints = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync("file://" + file);

        Assert.Equal(["file://" + file], asked);
        Assert.Empty(complaints);
        Assert.Equal("What bash did", await page.TextContentAsync("h1"));
        Assert.StartsWith("Vitrine: ", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("img, script, a").CountAsync());
        Assert.Contains("<img src=x onerror=document.title=1>", await page.Locator("section", new() { HasText = "Files written" }).Last.TextContentAsync(),
            StringComparison.Ordinal);
        Assert.Contains("refused.example", await page.Locator("section", new() { HasText = "would allow it" }).First.TextContentAsync(),
            StringComparison.Ordinal);

        // Wide things scroll in their own boxes; the page itself never does.
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.True(await page.Locator("svg.timeline rect").CountAsync() > 3);
        double contrast = await page.EvaluateAsync<double>(
            "() => { const c = s => s.match(/\\d+/g).slice(0, 3).map(Number).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((t, v, i) => t + v * [.2126, .7152, .0722][i], 0);"
            + " const s = getComputedStyle(document.body), a = c(s.color), b = c(s.backgroundColor); return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); }");
        // WCAG 2.2, 1.4.6.
        Assert.True(contrast >= 7, $"contrast {contrast}");
        byte[] print = await page.PdfAsync();
        Assert.True(print.AsSpan().StartsWith("%PDF-"u8));
    }
}
