namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>
/// What programs have been seen to compare with, for <see cref="HashedWords"/>: all zones of this machine, languages, and well-known hosts and words.
/// </summary>
internal static class LikelyWords
{
    private static readonly string[] Words =
    [
        "localhost", "127.0.0.1", "api.anthropic.com", "anthropic.com", "api.openai.com", "openai.com", "github.com", "gitlab.com", "bitbucket.org",
            "codeberg.org", "gitee.com", "gmail.com", "googlemail.com", "outlook.com",
        "hotmail.com", "yahoo.com", "icloud.com", "proton.me", "protonmail.com", "qq.com", "163.com", "126.com", "mail.ru", "yandex.ru", "gmx.de", "web.de",
        "root", "admin", "user", "ubuntu", "node", "runner", "docker", "vagrant",
        "ec2-user", "test", "sandbox", "malware", "analyst", "analysis", "researcher", "audit", "auditor", "security", "build", "ci", "jenkins",
        "github-actions", "codespace", "gitpod", "confidential", "proprietary", "internal",
        "secret", "password", "api_key", "token", "CI", "GITHUB_ACTIONS", "GITLAB_CI", "HTTP_PROXY", "HTTPS_PROXY", "https_proxy", "http_proxy",
        "NODE_EXTRA_CA_CERTS", "DO_NOT_TRACK", "openrouter.ai", "deepseek.com", "api.deepseek.com",
        "moonshot.cn", "bigmodel.cn", "aliyuncs.com", "dashscope.aliyuncs.com", "volces.com", "baidubce.com", "siliconflow.cn", "azure.com", "amazonaws.com",
        "googleapis.com", "litellm", "ollama", "China", "Russia", "Iran",
        "CN", "RU", "IR", "KP", "zh", "ru", "fa", "en", "de", "fr", "ja", "ko", "zh-CN", "zh_CN", "zh_CN.UTF-8", "ru_RU", "ru_RU.UTF-8", "fa_IR", "en_US",
        "en_US.UTF-8", "C.UTF-8", "de_DE.UTF-8", "ja_JP.UTF-8",
        "BUILDKITE", "JENKINS_URL", "TEAMCITY_VERSION", "CIRCLECI", "TRAVIS", "TF_BUILD", "CODEBUILD_BUILD_ID", "BITBUCKET_BUILD_NUMBER", "DRONE", "APPVEYOR",
        "VERCEL", "NETLIFY", "CODESPACES", "GITPOD_WORKSPACE_ID",
        "KUBERNETES_SERVICE_HOST", "SSH_CONNECTION", "TERM_PROGRAM", "NODE_ENV", "NODE_OPTIONS", "SSL_CERT_FILE", "SSLKEYLOGFILE", "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE", "NODE_TLS_REJECT_UNAUTHORIZED", "ALL_PROXY", "all_proxy",
        "AWS_PROFILE", "GOOGLE_CLOUD_PROJECT", "SUDO_USER", "WSL_DISTRO_NAME", "openrouter", "deepseek", "moonshot", "dashscope", "bigmodel", "siliconflow",
        "azure", "bedrock", "vertex", "one-api", "new-api", "relay", "proxy",
        "mitmproxy", "burp", "charles", "wireshark", "tcpdump", "strace", "ltrace", "gdb", "frida", "kvm", "qemu", "vmware", "virtualbox", "xen", "lxc",
        "podman", "containerd", "honeypot", "forensics", "research", "internal use only",
    ];

    public static IEnumerable<string> All => Words.Concat(TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Select(zone => zone.Id));
}
